import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { AsyncResource } from "node:async_hooks";
import { existsSync, readFileSync } from "node:fs";
import type { ServiceSpec, SourceFolder } from "../../spec/service-spec";
import { describeFaults, type Fault } from "../../validation/fault";
import { hasBuildKit, noBuildKit, wrongPlatform } from "./build-kit";
import { BuildProgress } from "./build-progress";
import { engineCapacity, type EngineCapacity } from "./capacity";
import { engine, underMocks } from "./engine";
import { diskFaults, portFaults, sourceFaults, subnetFaults } from "./host-checks";
import { limitPids } from "./pids";
import { engineHost, freeSpace, listeningPorts, readNeighbours } from "./read-neighbours";
import { makeMountpoints } from "./source";

/** How many lines of a log say why something failed. */
const tailLines = 20;

/**
 * Refused in the preview, before anything has changed: `onDryRun` is what makes it so. Bound to the program's context:
 * outside of it a check finds neither the services of an inline program nor its configuration.
 */
function before(name: string, check: () => Promise<Fault[]>): pulumi.ResourceHook {
  const refuse = async ({ name: resource }: pulumi.ResourceHookArgs): Promise<void> => {
    const faults = await check();
    if (faults.length > 0) throw new Error(describeFaults("Host", resource, faults));
  };
  return new pulumi.ResourceHook(`${name}-before`, AsyncResource.bind(refuse), { onDryRun: true });
}

/** Tells more about a failure, and tries nothing again. Bound to the program's context: outside of it an inline program's words are lost. */
const onError = (name: string, tell: () => Promise<void>): pulumi.ErrorHook =>
  new pulumi.ErrorHook(
    `${name}-error`,
    AsyncResource.bind(async () => {
      await tell();
      return false;
    }),
  );

async function diskCheck(): Promise<Fault[]> {
  const space = await freeSpace();
  return space === undefined ? [] : diskFaults(space.freeBytes, space.folder);
}

/** A network is created only where its subnet is free. */
export function networkHooks(name: string, subnet: string | undefined): pulumi.ResourceHookBinding {
  if (underMocks() || subnet === undefined) return {};
  return { beforeCreate: [before(name, async () => subnetFaults(subnet, name, await readNeighbours()))] };
}

/** In what all services together contradict the machine that the engine runs on. */
export type HostCheck = (capacity: EngineCapacity) => string[];

const hostFaults = (check: HostCheck | undefined, capacity: EngineCapacity): Fault[] =>
  (check?.(capacity) ?? []).map((problem) => ({
    path: "plimsoll:host",
    problem,
    remedy:
      '`plimsoll plan` shows who gets what; plimsoll:host in the stack\'s configuration names another host, or "any"',
  }));

/**
 * A container is created only where its ports are free, the disk has room and all services fit the host together; then
 * it gets what the provider can't give.
 */
export function containerHooks(
  name: string,
  { ports: published, limits: { pids }, source }: Pick<ServiceSpec, "ports" | "limits" | "source">,
  hostCheck?: HostCheck,
): pulumi.ResourceHookBinding {
  if (underMocks()) return {};
  const fits = async (): Promise<Fault[]> => hostFaults(hostCheck, await engineCapacity());
  const check = async (): Promise<Fault[]> => {
    const disk = [...(await fits()), ...(await diskCheck()), ...sourceFaults(source, await engineHost())];
    if (published.length === 0) return disk;
    return [...disk, ...portFaults(published, name, await readNeighbours(), await listeningPorts(published))];
  };
  return {
    beforeCreate: [before(name, check), ...(source === undefined ? [] : [mountpoints(name, source)])],
    // A limit can grow in place.
    beforeUpdate: [before(`${name}-update`, fits)],
    afterCreate: [
      new pulumi.ResourceHook(`${name}-pids`, async ({ id }) => limitPids((await engine()).getContainer(id), pids)),
    ],
    onError: [onError(name, () => tellWhy(name))],
  };
}

/** Not in a preview, which mounts nothing. */
const mountpoints = (name: string, source: SourceFolder): pulumi.ResourceHook =>
  new pulumi.ResourceHook(`${name}-mountpoints`, () => makeMountpoints(source));

/** A task's container is made only where the disk has room; `run` starts it and waits for its end. */
export function taskHooks(name: string, run: (id: string) => Promise<void>): pulumi.ResourceHookBinding {
  if (underMocks()) return {};
  return {
    beforeCreate: [before(name, diskCheck)],
    afterCreate: [new pulumi.ResourceHook(`${name}-run`, ({ id }) => run(id))],
  };
}

/** What a build needs beside its resource. */
export interface BuildHookArgs {
  logFile: string;
  /** Puts together what is sent. */
  prepare?: (() => void) | undefined;
}

/**
 * What a build reads is put together before it; not in a preview, which builds nothing. While it lasts its step is shown, and
 * when it fails its own words: the provider reports only an exit code.
 */
export function buildHooks(name: string, { logFile, prepare }: BuildHookArgs): pulumi.ResourceHookBinding {
  if (underMocks()) return {};
  const progress = new BuildProgress(logFile);
  const begin = ({ urn }: pulumi.ResourceHookArgs): void => {
    prepare?.();
    progress.start(urn);
  };
  const tell = async (): Promise<void> => {
    progress.stop();
    if (!existsSync(logFile)) return;
    const log = readFileSync(logFile, "utf8");
    const tail = log.trimEnd().split("\n").slice(-tailLines).join("\n");
    const advice = wrongPlatform(tail);
    await pulumi.log.error(
      [
        `The build of ${name} failed. Its last lines (all of it: ${logFile}):\n${tail}`,
        ...(advice === undefined ? [] : [advice]),
      ].join("\n"),
    );
  };
  return {
    beforeCreate: [
      before(`${name}-image`, async () => ((await hasBuildKit(await engine())) ? [] : [noBuildKit])),
      new pulumi.ResourceHook(`${name}-image-begin`, AsyncResource.bind(begin)),
    ],
    afterCreate: [
      new pulumi.ResourceHook(`${name}-image-end`, () => {
        progress.stop();
      }),
    ],
    onError: [onError(`${name}-image`, tell)],
  };
}

/** Trap mute-failure: the provider says only that a container did not become healthy. */
async function tellWhy(name: string): Promise<void> {
  const container = (await engine()).getContainer(name);
  const state = await container.inspect().catch(() => undefined);
  if (state === undefined) return;
  const { Status, ExitCode, Health } = state.State;
  const probe = Health?.Log?.at(-1)?.Output?.trim();
  const lines = [
    `The container ${name} is ${Status} (exit code ${ExitCode}, health: ${Health?.Status ?? "none"}).`,
    ...(probe ? [`Its last health check said: ${probe}`] : []),
    await logTail(container),
    `Read more with: docker logs ${name}`,
  ];
  await pulumi.log.error(lines.join("\n"));
}

/** The last lines of a container's log, as a sentence. */
export async function logTail(container: Docker.Container): Promise<string> {
  const log = demultiplex(await container.logs({ stdout: true, stderr: true, tail: tailLines }));
  return log ? `Its last lines:\n${log}` : "It wrote no log.";
}

/** Takes the 8-byte frame headers out of a log that carries stdout and stderr in one stream. */
export function demultiplex(stream: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at + 8 <= stream.length;) {
    const length = stream.readUInt32BE(at + 4);
    parts.push(stream.toString("utf8", at + 8, at + 8 + length));
    at += 8 + length;
  }
  return parts.join("").trimEnd();
}
