import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildArgs } from "../components/build-args";
import { debuggerPort } from "../images/application/development-tools";
import { tellingFiles } from "../images/application/folder-facts";
import type { LiveRun } from "../images/dockerfile/development-stages";
import { readStages } from "../images/dockerfile/read-dockerfile";
import { defaultPublishAddress } from "../spec/defaults";
import { Mode } from "../spec/mode";
import type { ImageSource, PublishedPort, SourceFolder } from "../spec/service-spec";
import type { Checks } from "./checks";

/** What a service runs in development. */
export interface Live {
  source: SourceFolder;
  /** Undefined where the image says it. */
  command: string[] | undefined;
  environment: Record<string, string>;
}

/** What is taken when nothing is said about it. */
export const usualMode = Mode.production;

/** Whether the source is run. */
export function checkMode(checks: Checks, mode: Mode = usualMode): boolean {
  const known = Object.values(Mode);
  if (!known.includes(mode)) {
    const names = known.map((name) => `"${name}"`).join(", ");
    checks.add("mode", `"${mode as string}" is no mode`, `write one of ${names}`);
  }
  return mode === Mode.development;
}

/** The port of the host that a debugger attaches to. */
export function checkDebug(
  checks: Checks,
  debug: number | true | undefined,
  live: boolean,
  container = debuggerPort,
): PublishedPort[] {
  if (debug === undefined) return [];
  if (!live) {
    checks.add(
      "debug",
      "whoever reaches a debugger runs what he likes",
      "leave it out, or write mode: Mode.development",
    );
    return [];
  }
  const host = debug === true ? container : checks.port("debug", debug);
  return [{ container, host, address: defaultPublishAddress }];
}

/** The owner of the folder, so that a private checkout can be read; the usual user where it is root. */
export function ownerOf(build: BuildArgs | undefined, usual: string): string {
  const status = build && statSync(build.context, { throwIfNoEntry: false });
  return status && status.uid > 0 && status.gid > 0 ? `${status.uid}:${status.gid}` : usual;
}

/** What is mounted and started, and the image for it. `attach`: how a program that nobody starts here lets a debugger in, where one is asked for. */
export function checkLive(
  checks: Checks,
  build: BuildArgs | undefined,
  image: ImageSource,
  attach: string | undefined,
): { image: ImageSource; live: Live | undefined } {
  if (!("build" in image) || build === undefined) {
    const problem = "development runs the source of a folder, and an image has none";
    // That nothing is given at all is told already.
    if (!("reference" in image) || image.reference !== "") checks.add("mode", problem, "write build in place of image");
    return { image, live: undefined };
  }
  const { generated } = image.build;
  if (generated !== undefined) {
    const run = generated.development;
    return { image, live: run && { ...asLive(build.context, run), command: run.command } };
  }
  // What keeps the Dockerfile from being read is told already.
  const text = textOf(join(build.context, image.build.dockerfile));
  if (text === undefined) return { image, live: undefined };
  return ownDockerfile(checks, build, image, text, attach);
}

const asLive = (
  folder: string,
  { folder: path, environment, writes, generates, original }: Omit<LiveRun, "command">,
) => ({
  source: { folder, path, readOnly: !generates, own: writes, ...(original === undefined ? {} : { original }) },
  environment,
});

/** A Dockerfile of one's own has a stage for development, with the command; the source is laid over the folder that it works in. */
function ownDockerfile(
  checks: Checks,
  build: BuildArgs,
  image: Extract<ImageSource, { build: unknown }>,
  text: string,
  attach: string | undefined,
): { image: ImageSource; live: Live | undefined } {
  const stages = readStages(text);
  const named = build.target ?? stages.find(({ name }) => /^dev(?:elopment)?$/i.test(name ?? ""))?.name;
  const stage = stages.find(({ name }) => name !== undefined && name.toLowerCase() === named?.toLowerCase());
  if (stage === undefined) {
    const problem =
      named === undefined
        ? `${image.build.dockerfile} has no stage "development" to run the source in`
        : `${image.build.dockerfile} has no stage "${named}"`;
    checks.add("build.target", problem, 'write "FROM ... AS development" into it, or name the stage');
    return { image, live: undefined };
  }
  if (stage.folder === undefined || stage.folder === "/") {
    const problem = `the stage "${stage.name}" has no WORKDIR that could be read, where the source would be`;
    checks.add("build.target", problem, 'write one into it, such as "WORKDIR /app"');
    return { image, live: undefined };
  }
  if (attach !== undefined) {
    const problem = "the Dockerfile's own command is run, to which no flag can be added";
    checks.warn("debug", problem, `start it there with ${attach}`);
  }
  const { context } = build;
  const { dockerfile } = image.build;
  const files = [dockerfile, `${dockerfile}.dockerignore`, ...tellingFiles];
  const deciding = [...new Set(files)].filter((file) => textOf(join(context, file)) !== undefined).toSorted();
  const own = deciding.includes("package.json") ? ["node_modules"] : [];
  return {
    image: { build: { ...image.build, target: stage.name ?? "", deciding } },
    live: { source: { folder: context, path: stage.folder, readOnly: true, own }, command: undefined, environment: {} },
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
