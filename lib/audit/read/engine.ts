import type Docker from "dockerode";
import { nearestName } from "../../validation/nearest";

/** Told to people without a stack trace: what is not there, and what to write instead. */
export class AuditProblem extends Error {}

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

/** A reference without its tag. */
export const repository = (tag: string): string => tag.slice(0, tag.lastIndexOf(":"));

const isMissing = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404;

/** What the engine says of something, undefined where it has nothing of that name. */
export async function ifAny<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
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
