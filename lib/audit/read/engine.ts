import type Docker from "dockerode";
import { nearestName } from "../../validation/nearest";
import type { Base, Image } from "../image";
import { assemble } from "./assemble";
import { readSaved } from "./save-stream";

/** Told to people without a stack trace: what is not there, and what to write instead. */
export class AuditProblem extends Error {}

/** How much of an image has been read. */
export type Progress = (read: number, total: number) => void;

/** The engine that DOCKER_HOST names, else the local one. */
export async function connect(): Promise<Docker> {
  const { default: Client } = await import("dockerode");
  const engine = new Client();
  await engine.ping().catch((error: unknown) => {
    throw new AuditProblem(unreachable(error as NodeJS.ErrnoException));
  });
  return engine;
}

/** What to tell about an engine that can't be asked. */
export function unreachable({ code, message }: Pick<NodeJS.ErrnoException, "code" | "message">): string {
  const where = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  return code === "EACCES"
    ? `You may not use the Docker Engine at ${where}. Add yourself to the group "docker", or name another engine in DOCKER_HOST.`
    : `The Docker Engine at ${where} does not answer (${message}). Start it, or name another one in DOCKER_HOST.`;
}

const isMissing = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404;

/** What the engine says of something, undefined where it has nothing of that name. */
export async function ifAny<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** Reads one image, by reference or id. Undefined where the engine has none of that name. */
export async function readImage(engine: Docker, reference: string, progress?: Progress): Promise<Image | undefined> {
  const known = await ifAny(engine.getImage(reference).inspect());
  if (known === undefined) return undefined;
  const total = known.Size;
  let read = 0;
  // By its id: a reference to a repository would give all its tags.
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of (await engine.getImage(known.Id).get()) as AsyncIterable<Buffer>) {
      progress?.((read += chunk.length), total);
      yield chunk;
    }
  };
  const archived = readSaved(counted()).then(assemble);
  const { diffIds, ...image } = await archived.catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    // Engines write what they save to their own disk first.
    throw new AuditProblem(`"${reference}" can't be read: ${why}. Does the engine run, with room on its disk?`);
  });
  const tags = known.RepoTags ?? [];
  const base = await findBase(engine, diffIds, tags);
  return { reference, id: known.Id, tags, size: total, ...image, ...(base === undefined ? {} : { base }) };
}

const repository = (tag: string): string => tag.slice(0, tag.lastIndexOf(":"));

/** The tagged image with the most layers that are this one's first ones; not one of the same name, which is an older build. */
async function findBase(
  engine: Docker,
  diffIds: readonly string[],
  tags: readonly string[],
): Promise<Base | undefined> {
  const own = new Set(tags.map(repository));
  const others = await engine.listImages();
  const candidates = others.flatMap(({ Id, RepoTags }) => {
    const name = RepoTags?.find((tag) => !tag.startsWith("<none>"));
    return name === undefined || own.has(repository(name)) ? [] : [{ Id, name }];
  });
  const bases = await Promise.all(
    candidates.map(async ({ Id, name }) => {
      // It may be gone since it was listed.
      const layers = (await ifAny(engine.getImage(Id).inspect()))?.RootFS.Layers ?? [];
      const shared = layers.length < diffIds.length && layers.every((id, at) => id === diffIds[at]);
      return { name, layers: shared ? layers.length : 0 };
    }),
  );
  const [most] = bases.toSorted((one, other) => other.layers - one.layers || (one.name < other.name ? -1 : 1));
  return most !== undefined && most.layers > 0 ? most : undefined;
}

/** What to tell about a name that is neither an image's nor a container's. */
export async function unknownName(engine: Docker, name: string): Promise<AuditProblem> {
  const images = (await engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const containers = (await engine.listContainers({ all: true })).flatMap(({ Names }) =>
    Names.map((one) => one.replace(/^\//, "")),
  );
  const all = [...images, ...containers].filter((one) => !one.startsWith("<none>"));
  const near = nearestName(name, all) ?? all.find((one) => repository(one) === name || one.includes(name));
  const meant = near === undefined ? `Pull or build it first: docker pull ${name}` : `Did you mean "${near}"?`;
  return new AuditProblem(`The engine has neither an image nor a container "${name}". ${meant}`);
}
