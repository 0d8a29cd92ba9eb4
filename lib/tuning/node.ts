import { settingsAt, settle, type SettledSetting, type Setting, type SettingValue } from "./setting";

/** The majors a Node service can run on: those that were supported when this was written. */
export const nodeMajors = [22, 24, 26] as const;
export type NodeMajor = (typeof nodeMajors)[number];

/** What a Node service is tuned for. */
export const NodeProfile = {
  /** The smallest heap and young generation: what Node takes by itself in small containers, and less in large ones. */
  memory: "memory",
  /** A thirty-second of the memory for new objects. */
  balanced: "balanced",
  /** A sixteenth of the memory for new objects: fewer collections, less CPU for each request. */
  throughput: "throughput",
} as const;
export type NodeProfile = (typeof NodeProfile)[keyof typeof NodeProfile];

/** What Node processes of one container may use. */
export interface NodeLimits {
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** CPU limit of the container. */
  cpus: number;
  profile: NodeProfile;
  /** Processes that share the limit. */
  workers: number;
  /** Old space of each process's heap in MiB, where the user gave it. */
  heapMiB?: number;
  /** Connections that the database keeps free for all of them. */
  poolSize?: number;
}

/** Code, stacks, threads and buffers of a small service, beside its heap: 50 to 60 MiB measured. */
export const nodeNativeMiB = 64;

/** What a process needs outside of its old space, however small its young generation is. */
const leastReserveMiB = 96;

/** The least memory of one process: a heap of 32 MiB and what lies beside it. */
export const leastNodeProcessMiB = 128;

/** The process that starts the workers and serves nothing itself. */
const primaryMiB = 64;

/** V8 takes a semi-space of this size at most on machines of 16 GiB; above it nothing was gained. */
const mostSemiSpaceMiB = 64;

/** A semi-space is this part of a process's memory. V8 counts three of them into the heap. */
const youngParts: Record<NodeProfile, number> = { memory: 256, balanced: 32, throughput: 16 };
export const semiSpacesInHeap = 3;

type Sharing = Pick<NodeLimits, "memoryMiB" | "workers">;

/** Memory of each process, in MiB. */
export const nodeProcessMiB = ({ memoryMiB, workers }: Sharing): number =>
  workers === 1 ? memoryMiB : Math.floor((memoryMiB - primaryMiB) / workers);

/** The part of a process's memory, in MiB, that profile and size give to one semi-space; a fraction. */
const semiSpaceShare = (limits: Sharing & Pick<NodeLimits, "profile">): number =>
  Math.min(mostSemiSpaceMiB, Math.max(1, nodeProcessMiB(limits) / youngParts[limits.profile]));

/** One semi-space in MiB: a power of two, since V8 rounds anything else up to the next. */
export const nodeSemiSpaceMiB = (limits: Sharing & Pick<NodeLimits, "profile">): number =>
  2 ** Math.floor(Math.log2(semiSpaceShare(limits)));

/** What each process needs outside of its old space, in MiB: the young generation, code, stacks, threads and buffers. */
export const nodeReserveMiB = (semiSpaceMiB: number): number =>
  Math.ceil(Math.max(leastReserveMiB, nodeNativeMiB + semiSpacesInHeap * semiSpaceMiB));

/** Old space in MiB: half, 62 % of up to 256 MiB, 75 % of up to 2 GiB or 80 % above, never without the reserve. */
export function nodeHeapMiB(limits: Sharing & Pick<NodeLimits, "profile" | "heapMiB">): number {
  if (limits.heapMiB !== undefined) return limits.heapMiB;
  const processMiB = nodeProcessMiB(limits);
  const share = limits.profile === "memory" ? 0.5 : processMiB <= 256 ? 0.62 : processMiB <= 2048 ? 0.75 : 0.8;
  // By the share and not by the power of two below it: the heap then never shrinks where the young generation doubles.
  const most = processMiB - nodeReserveMiB(semiSpaceShare(limits));
  return Math.max(32, Math.min(Math.floor(processMiB * share), most));
}

export const nodeSettings: Setting<NodeLimits>[] = [
  {
    name: "--max-old-space-size",
    unit: "MiB",
    from: ["memoryMiB", "workers", "profile", "heapMiB"],
    value: nodeHeapMiB,
    reason: "below the memory limit, so that a leak ends with V8's readable heap error and not with a silent kill",
    source: "measured: Node's own default is 259 MiB in a container of 256 MiB; nodejs/node #64646",
  },
  {
    name: "--max-semi-space-size",
    unit: "MiB",
    from: ["memoryMiB", "workers", "profile"],
    value: nodeSemiSpaceMiB,
    reason:
      "room for new objects, of which V8 counts three into the heap: more of it means fewer collections, and Node's own differs from 1 to 64 MiB by version and limit",
    source: "bench/node.mjs: 12 % less CPU for each request at 512 MiB, 36 MiB more resident; nodejs/node #55487",
  },
  {
    name: "UV_THREADPOOL_SIZE",
    place: "environment",
    from: ["cpus", "workers", "profile"],
    value: ({ cpus, workers, profile }) => {
      const threads = Math.floor(cpus / workers);
      return profile === "throughput" && threads > 4 ? threads : undefined;
    },
    reason:
      "a thread for each CPU where there are more than libuv's four: hashes, compression and files are worked on there",
    source: "Node manual, UV_THREADPOOL_SIZE",
  },
  {
    name: "WEB_CONCURRENCY",
    place: "environment",
    from: ["workers"],
    value: ({ workers }) => (workers === 1 ? undefined : workers),
    reason: "processes that the program starts by node:cluster; each has a heap of its own, and they share the limit",
    source: "the name that process managers and hosters use",
  },
  {
    name: "PGPOOL_MAX",
    place: "environment",
    from: ["poolSize", "workers"],
    value: ({ poolSize, workers }) =>
      poolSize === undefined ? undefined : Math.max(1, Math.floor(poolSize / workers)),
    reason: "what the database keeps free for this service, shared by its processes",
    source: "arguments of the database's client",
  },
];

/** `flags`: the user's own, by name; `true` for those without a value. */
export const tuneNode = (limits: NodeLimits, flags: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(nodeSettings, limits, flags);

/** The value of NODE_OPTIONS. Only flags that Node accepts there stand in the list (`process.allowedNodeEnvironmentFlags`). */
export const nodeOptions = (settings: readonly SettledSetting[]): string =>
  settingsAt(settings, "engine")
    .map(({ name, value }) => (value === true ? name : `${name}=${value}`))
    .join(" ");

/** The variables beside NODE_OPTIONS. */
export const nodeEnvironment = (settings: readonly SettledSetting[]): Record<string, string> =>
  Object.fromEntries(settingsAt(settings, "environment").map(({ name, value }) => [name, String(value)]));

/** How many processes or replicas fit, and what bounds them. JavaScript of one process runs on one CPU. */
export function nodeProcessesThatFit(
  { memoryMiB, cpus }: Pick<NodeLimits, "memoryMiB" | "cpus">,
  processMiB: number = leastNodeProcessMiB,
): { count: number; boundBy: "cpus" | "memory" } {
  const byCpus = Math.max(1, Math.floor(cpus));
  // A single process needs no other one that starts it.
  const together = Math.floor((memoryMiB - primaryMiB) / processMiB);
  const byMemory = together >= 2 ? together : Math.min(1, Math.floor(memoryMiB / processMiB));
  return { count: Math.min(byCpus, byMemory), boundBy: byMemory < byCpus ? "memory" : "cpus" };
}
