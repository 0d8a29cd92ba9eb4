import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";

/**
 * The oldest interface the components are proven on: 1.41, of Docker Engine 20.10. Versions are told by their second part,
 * as a whole number: 1.50 is newer than 1.41, and no number but 1.5.
 */
export const oldestApiVersion = 41;

/** Mocks keep no hooks and no engine: unit tests never ask the machine they run on. */
export function underMocks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as { registerResourceHook?: unknown } | undefined;
  return typeof monitor?.registerResourceHook !== "function";
}

let connection: Promise<Docker> | undefined;

/** The engine the provider talks to: `docker:host` of the stack's configuration, else DOCKER_HOST, else the default socket. */
export function engine(): Promise<Docker> {
  connection ??= connect();
  return connection;
}

async function connect(): Promise<Docker> {
  // Loaded only where there is an engine to talk to: importing the library stays light.
  const { default: Client } = await import("dockerode");
  const host = new pulumi.Config("docker").get("host");
  if (host === undefined) return new Client();
  const { protocol, hostname, port, pathname } = new URL(host);
  if (protocol === "unix:") return new Client({ socketPath: pathname });
  if (protocol === "ssh:") return new Client({ protocol: "ssh", host: hostname, port: port || 22 });
  return new Client({ host: hostname, port: port || 2375 });
}

/** Where a person should look when the engine does not answer. */
function unreachable(error: unknown): Error {
  const where = new pulumi.Config("docker").get("host") ?? process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  const refusal = new pulumi.RunError(engineUnreachable(where, error instanceof Error ? error.message : String(error)));
  // Where in this library the engine was asked helps nobody.
  refusal.stack = refusal.message;
  return refusal;
}

/** What to tell about an engine that does not answer. */
export const engineUnreachable = (where: string, reason: string): string =>
  `The Docker Engine at ${where} does not answer (${reason}). Start it, or name another one: ` +
  `pulumi config set docker:host unix:///path/to/docker.sock, or DOCKER_HOST.`;

/** An engine that has not told its version by then hangs. */
const patienceMs = 15_000;

let version: Promise<number> | undefined;

/** The second part of the engine's interface version, such as 41. Fails with a remedy where the engine is too old or does not answer. */
export function apiVersion(): Promise<number> {
  if (underMocks()) return Promise.resolve(oldestApiVersion);
  version ??= readApiVersion();
  return version;
}

/** Fails in time; keeps no program running that is done. */
const silence = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no word in ${patienceMs / 1000} s`)), patienceMs).unref();
  });

async function readApiVersion(): Promise<number> {
  const client = await engine();
  const answer = await Promise.race([client.version(), silence()]).catch((error: unknown) => {
    throw unreachable(error);
  });
  const tooOld = engineTooOld(answer.ApiVersion, answer.Version);
  if (tooOld !== undefined) throw new pulumi.RunError(tooOld);
  return secondPart(answer.ApiVersion);
}

/** What to tell about an engine that lacks what the components need; undefined when it has it. */
export function engineTooOld(api: string, release: string): string | undefined {
  if (secondPart(api) >= oldestApiVersion) return undefined;
  return (
    `Docker Engine ${release} (API ${api}) is too old: the components need 20.10 (API 1.${oldestApiVersion}) or newer. ` +
    `Upgrade the engine, or name another one in docker:host.`
  );
}

const secondPart = (api: string): number => Number(api.split(".")[1] ?? 0);
