import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { AsyncResource } from "node:async_hooks";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { GeneratedBuild } from "../../images/dockerfile/generate";
import type { ContextEntry } from "../../images/context-hash";
import { engine, underMocks } from "./engine";

/** The stage of a Dockerfile that is made in which something is installed. */
export const installStage = "dependencies";

/** Where the layers of a build are kept. */
export interface KeptNames {
  /** Those of the image. */
  image: string;
  /** Those of the stage that installs, which are not among them. */
  installed: string;
}

export const keptNames = (host: string, name: string): KeptNames => ({
  image: `${host}/${name}:image`,
  installed: `${host}/${name}:${installStage}`,
});

/** The image then says of each layer what it is made from: what BuildKit of Engine 20.10 can write into a registry, and read there. */
export const inlineCache = { BUILDKIT_INLINE_CACHE: "1" };

/**
 * Of what the stage that installs is made: the Dockerfile up to its end, and the manifests. An edit of the source then leaves its image
 * as it is. Undefined where nothing is installed.
 */
export function installHash(
  generated: GeneratedBuild,
  entries: readonly ContextEntry[],
  all: string,
): string | undefined {
  const [, stages] = new RegExp(`^([^]*?\\bAS ${installStage}\\n[^]*?)(?:\\nFROM |$)`).exec(generated.dockerfile) ?? [];
  if (stages === undefined) return undefined;
  // Where own files are copied before, they decide too.
  if (/(?:^COPY (?!--from).*\b|source=)source\//m.test(stages)) return all;
  const made = entries.flatMap((entry) =>
    "text" in entry && entry.name !== "Dockerfile" ? [entry.name, entry.text] : [],
  );
  return createHash("sha256")
    .update(JSON.stringify([stages, made]))
    .digest("hex");
}

/**
 * Pushes what was built. By a hook and not by the provider's own resource for that, which fails where the registry does not
 * answer. Without the cache builds are slower, and nothing else: so a failure is told and fails nothing.
 */
export function keepLayers(hook: string, image: string, kept: string, logFile: string): pulumi.ResourceHook[] {
  if (underMocks()) return [];
  const keep = async (): Promise<void> => {
    try {
      const log = existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
      const silence = unanswered(log, kept);
      // The engine would try again and again, for minutes.
      if (silence !== undefined) throw new Error(silence);
      if (onlyTaken(log, kept)) return;
      await push(await engine(), image, kept);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await pulumi.log.warn(
        `The layers of ${image} are not kept as ${kept}: ${reason}. The next build without the engine's own cache does all anew; ` +
          "see whether the registry is healthy. They are pushed when something is built again.",
      );
    }
  };
  // Bound to the program's context: outside of it an inline program's words are lost.
  return [new pulumi.ResourceHook(hook, AsyncResource.bind(keep))];
}

/**
 * Whether the last build of a log ran no step, and found what is kept. Trap lost-cache: BuildKit of Engine 20.10 writes no word into an image
 * that it took from the registry as a whole, and every second build would do all anew.
 */
export function onlyTaken(log: string, kept: string): boolean {
  const lines = lastBuild(log);
  const step = (line: string): string | undefined => /^#\d+/.exec(line)?.[0];
  const idsOf = (these: RegExp): string[] =>
    lines.filter((line) => these.test(line)).flatMap((line) => step(line) ?? []);
  const taken = new Set(idsOf(/^#\d+ CACHED$/));
  const done = new Set(idsOf(/^#\d+ DONE /));
  const found = lines.some(
    (line) => line.endsWith(` importing cache manifest from ${kept}`) && done.has(step(line) ?? ""),
  );
  const steps = idsOf(/^#\d+ \[(?!internal\])[^\]]*\] (?!FROM )/);
  return found && steps.length > 0 && steps.every((id) => taken.has(id));
}

/** Why the registry did not answer when the last build of a log looked there; undefined where it did, if only that it has nothing. */
export function unanswered(log: string, kept: string): string | undefined {
  const lines = lastBuild(log);
  const asked = lines.find((line) => line.endsWith(` importing cache manifest from ${kept}`))?.split(" ")[0];
  const prefix = `${asked ?? ""} ERROR: `;
  const error = lines.find((line) => asked !== undefined && line.startsWith(prefix))?.slice(prefix.length);
  return error?.endsWith(": not found") ? undefined : error;
}

/** The provider appends each build's words to those before. */
const lastBuild = (log: string): string[] => log.slice(Math.max(0, log.lastIndexOf("#0 building with"))).split("\n");

/** Under a second name, which goes again: an image is removed with its last name. */
async function push(docker: Docker, image: string, kept: string): Promise<void> {
  const at = kept.lastIndexOf(":");
  await docker.getImage(image).tag({ repo: kept.slice(0, at), tag: kept.slice(at + 1) });
  try {
    await ended(docker, await docker.getImage(kept).push({ authconfig: { username: "", password: "" } }));
  } finally {
    await docker.getImage(kept).remove({ noprune: true });
  }
}

/** A transfer that fails is told in its last line; for the client it is one that went well. */
const ended = (docker: Docker, transfer: NodeJS.ReadableStream): Promise<void> =>
  new Promise((resolve, reject) => {
    docker.modem.followProgress(transfer, (broken, lines: { error?: string }[] | null) => {
      const error = broken?.message ?? lines?.find(({ error }) => error !== undefined)?.error;
      if (error === undefined) resolve();
      else reject(new Error(error));
    });
  });
