import type * as pulumi from "@pulumi/pulumi";
import type { OptimizedNodeServiceArgs } from "../components/optimized-node-service";
import type { DatabaseConnection } from "../components/database-connection";
import { usualUser } from "../images/bases";
import type { ImageSource } from "../spec/service-spec";
import { inspect, type DevelopmentAsked } from "../images/application/development-tools";
import { supportEnded } from "../images/support";
import {
  leastNodeProcessMiB,
  nodeMajors,
  nodeProcessesThatFit,
  nodeProcessMiB,
  NodeProfile,
  nodeReserveMiB,
  nodeSemiSpaceMiB,
  tuneNode,
  type NodeLimits,
  type NodeMajor,
} from "../tuning/node";
import type { BrokenPromise, SettledSetting, SettingValue } from "../tuning/setting";
import { formatMemory } from "../units/memory";
import { checkImage } from "./build";
import { Checks } from "./checks";
import { checkDebug, checkLive, checkMode, ownerOf, type Live } from "./development";
import type { Fault } from "./fault";
import { checkNodeFlags } from "./node-flags";
import { checkPromises } from "./promises";
import { checkHealthPath, checkLongestRequest, checkUser, checkVariables, programVariables } from "./program";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const nodeServiceDefaults: ServiceDefaults = {
  memory: "512MiB",
  cpus: 1,
  leastMemoryMiB: 128,
  leastMemoryWhy: "Node needs beside a heap",
  health: { interval: "15s", timeout: "3s", startPeriod: "20s", retries: 4 },
  stopGrace: "15s",
};

/** In development compilers may run first. */
export const liveNodeDefaults: ServiceDefaults = {
  ...nodeServiceDefaults,
  health: { ...nodeServiceDefaults.health, startPeriod: "60s" },
};

/** What is taken when nothing is said about it. */
export const nodeTuningDefaults = { profile: NodeProfile.balanced, workers: 1, nodeVersion: 24 } as const;

export interface CheckedNodeService {
  service: CheckedService;
  user: string;
  image: ImageSource;
  port: number;
  healthPath: string;
  longestRequestMs: number;
  database: DatabaseConnection | undefined;
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  settings: SettledSetting[];
  /** What runs in place of the image's program, in development. */
  live: Live | undefined;
}

export function validateNodeService(
  name: string,
  args: OptimizedNodeServiceArgs,
): { checked: CheckedNodeService; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const port = checks.port("port", args.port);
  const { longestRequestMs, stopGrace } = checkLongestRequest(checks, args.longestRequest);
  const develops = checkMode(checks, args.mode);
  const defaults = develops ? liveNodeDefaults : nodeServiceDefaults;
  const service = checkService(checks, args, { ...defaults, stopGrace }, port);
  const built = new Checks();
  const debug = args.debug !== undefined;
  const user = checkUser(checks, args.user, develops ? ownerOf(args.build, usualUser) : usualUser);
  const { image, live } = checkSource(built, args, user, develops ? { port, debug } : undefined);
  service.ports.push(...checkDebug(checks, args.debug, develops));
  const settings = settingsOf(checks, args, service, nodeOf(args, image));
  const healthPath = checkHealthPath(checks, args.healthPath);
  checkVariables(checks, args, ownVariables, ownArguments);
  return {
    faults: [...checks.faults, ...built.faults],
    warnings: [...checks.warnings, ...built.warnings],
    checked: {
      service,
      user,
      port,
      healthPath,
      longestRequestMs,
      image,
      database: args.database,
      environment: args.environment ?? {},
      secrets: args.secrets ?? {},
      settings,
      live,
    },
  };
}

function checkSource(
  checks: Checks,
  args: OptimizedNodeServiceArgs,
  user: string,
  development: DevelopmentAsked | undefined,
): { image: ImageSource; live: Live | undefined } {
  const image = checkImage(checks, args, { kind: "service", nodeVersion: args.nodeVersion, user, development });
  return development === undefined
    ? { image, live: undefined }
    : checkLive(checks, args.build, image, development.debug ? inspect : undefined);
}

const promises = { heap: "the heap and what lies beside it stay below the memory limit" };

/** The Node that runs it: as the program says, else as the image was made. */
const nodeOf = ({ nodeVersion }: OptimizedNodeServiceArgs, image: ImageSource): number =>
  nodeVersion ?? ("build" in image ? image.build.generated?.nodeMajor : undefined) ?? nodeTuningDefaults.nodeVersion;

function settingsOf(
  checks: Checks,
  args: OptimizedNodeServiceArgs,
  { limits }: CheckedService,
  nodeVersion: number,
): SettledSetting[] {
  const flags = checkNodeFlags(checks, "flags", args.flags ?? [], checkMajor(checks, nodeVersion));
  const sharing: NodeLimits = {
    memoryMiB: limits.memoryMiB,
    cpus: limits.cpus,
    profile: checkProfile(checks, args.profile ?? nodeTuningDefaults.profile),
    workers: checkWorkers(checks, args.workers ?? nodeTuningDefaults.workers, limits),
    ...(args.database === undefined ? {} : { poolSize: args.database.pool }),
  };
  if (args.database !== undefined && sharing.workers > args.database.pool) {
    const problem = `${sharing.workers} processes need as many connections, the database keeps ${args.database.pool}`;
    checks.add("workers", problem, "raise the client's pool, or write fewer");
  }
  const heapMiB =
    args.heap === undefined ? undefined : checks.memory("heap", args.heap, { minimum: 32, why: "a program needs" });
  const broken = checks.understood("heap", "memory", "workers", "profile")
    ? brokenHeap(sharing, heapMiB, args.heap, flags)
    : [];
  checkPromises(checks, args.acknowledge, broken, promises);
  return tuneNode({ ...sharing, ...(heapMiB === undefined ? {} : { heapMiB }) }, flags);
}

function checkMajor(checks: Checks, major: number): NodeMajor {
  const known = nodeMajors.find((candidate) => candidate === major);
  const ended = supportEnded("Node.js", major);
  if (known === undefined) {
    const problem =
      ended === undefined ? `${major} is none of ${nodeMajors.join(", ")}` : `Node ${major} ended on ${ended}`;
    checks.add("nodeVersion", problem, "write 24, and an image that has it");
  } else if (ended !== undefined) {
    checks.warn("nodeVersion", `Node ${major} ended on ${ended}: its holes stay open`, "move to a newer one");
  }
  return known ?? nodeTuningDefaults.nodeVersion;
}

function checkProfile(checks: Checks, profile: NodeProfile): NodeProfile {
  const known = Object.values(NodeProfile);
  if (known.includes(profile)) return profile;
  const names = known.map((name) => `"${name}"`).join(", ");
  checks.add("profile", `"${profile}" is no profile`, `write one of ${names}`);
  return nodeTuningDefaults.profile;
}

function checkWorkers(checks: Checks, workers: number, { memoryMiB, cpus }: CheckedService["limits"]): number {
  const count = checks.wholeNumber("workers", workers, { minimum: 1, maximum: 128 });
  if (!checks.understood("workers", "memory", "cpus")) return 1;
  const each = nodeProcessMiB({ memoryMiB, workers: count });
  const fitting = nodeProcessesThatFit({ memoryMiB, cpus });
  if (each < leastNodeProcessMiB) {
    const problem = `${count} processes get ${each} MiB each, ${leastNodeProcessMiB} are needed`;
    checks.add("workers", problem, `write ${nodeProcessesThatFit({ memoryMiB, cpus: 128 }).count}, or raise memory`);
    return 1;
  }
  if (count > 1 && count > fitting.count) {
    const problem = `${count} processes share ${cpus} CPUs: each waits for the others`;
    checks.warn("workers", problem, `write ${fitting.count}, or raise cpus`);
  }
  return count;
}

/** A heap must leave room for what lies outside it, or the kernel kills before V8 can say why. */
function brokenHeap(
  sharing: NodeLimits,
  heapMiB: number | undefined,
  heap: string | undefined,
  flags: Record<string, SettingValue>,
): BrokenPromise[] {
  const given = flags["--max-semi-space-size"];
  const semiSpaceMiB = given === undefined ? nodeSemiSpaceMiB(sharing) : 2 ** Math.ceil(Math.log2(Number(given)));
  const reserveMiB = nodeReserveMiB(semiSpaceMiB);
  const processMiB = nodeProcessMiB(sharing);
  const oldMiB = Number(tuneNode({ ...sharing, ...(heapMiB === undefined ? {} : { heapMiB }) })[0]?.value);
  const most = processMiB - reserveMiB;
  if (oldMiB <= most) return [];
  if (heap === undefined || heapMiB === undefined) {
    const problem = `semi-spaces of ${semiSpaceMiB} MiB and a heap of ${oldMiB} MiB leave ${processMiB - oldMiB} MiB for the rest, ${reserveMiB} are needed`;
    return [
      {
        promise: "heap",
        path: "flags",
        problem,
        remedy: `write heap "${formatMemory(Math.max(32, most))}", or less for the flag`,
      },
    ];
  }
  const reserveOf = (memoryMiB: number): number =>
    given === undefined ? nodeReserveMiB(nodeSemiSpaceMiB({ ...sharing, memoryMiB })) : reserveMiB;
  return [tooMuchHeap("heap", { heap, heapMiB, memoryMiB: processMiB, workers: sharing.workers }, reserveOf)];
}

/** How a heap that is too large is told. `reserveOf`: what must stay beside the heap in so much memory. */
export function tooMuchHeap(
  promise: string,
  { heap, heapMiB, memoryMiB, workers = 1 }: { heap: string; heapMiB: number; memoryMiB: number; workers?: number },
  reserveOf: (memoryMiB: number) => number,
): BrokenPromise {
  const reserveMiB = reserveOf(memoryMiB);
  const each = workers === 1 ? formatMemory(memoryMiB) : `the ${formatMemory(memoryMiB)} of each process`;
  const what = "new objects, code, buffers and threads";
  const problem =
    heapMiB < memoryMiB
      ? `"${heap}" leaves ${memoryMiB - heapMiB} MiB of ${each} for ${what}, ${reserveMiB} are needed`
      : `"${heap}" is all of ${each} or more, ${reserveMiB} MiB are needed for ${what}`;
  const raised = workers === 1 ? `memory "${formatMemory(leastMemoryMiB(heapMiB, reserveOf))}"` : "more memory";
  return {
    promise,
    path: "heap",
    problem,
    remedy: `write "${formatMemory(memoryMiB - reserveMiB)}" or less, or ${raised}`,
  };
}

/** What the reserve grows with is what is looked for, so it is asked until it stays. */
function leastMemoryMiB(heapMiB: number, reserveOf: (memoryMiB: number) => number): number {
  let memoryMiB = heapMiB;
  for (let next = memoryMiB + 1; next > memoryMiB; next = heapMiB + reserveOf(memoryMiB)) memoryMiB = next;
  return memoryMiB;
}

/** Variables the component sets itself; another value for one of them would break what it promises. */
const ownVariables = ["NODE_ENV", "NODE_OPTIONS", ...programVariables];
const ownArguments = "heap, flags, workers, port and database are arguments";
