import { settingsAt, settle, type SettledSetting, type Setting, type SettingValue } from "./setting";

/** What it holds: answers that can be made again, jobs that must not be lost, or sessions that end by themselves. */
export type RedisUse = "cache" | "queue" | "sessions";

/** What Redis may use. */
export interface RedisLimits {
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  cpus: number;
  use: RedisUse;
}

/** The program, its stacks and the page tables, in MiB. */
const baseMiB = 16;

/** Allocated pages hold a tenth more than the data at least: `mem_fragmentation_ratio` above 1.1 is usual. */
const fragmentation = 0.1;

/** Part of the data whose pages are written, and so copied, while a child writes it to disk. */
const copied = 0.5;

/** Replies that wait for clients, as a part of maxmemory. */
const clientsPart = 0.1;

const keeps = ({ use }: Pick<RedisLimits, "use">): boolean => use !== "cache";

/** Data in MiB: with fragmentation, waiting replies and, where it is kept, the pages that a fork copies, it fills the limit. */
export const redisMaxMemoryMiB = (limits: Pick<RedisLimits, "memoryMiB" | "use">): number =>
  Math.floor((limits.memoryMiB - baseMiB) / (1 + fragmentation + clientsPart + (keeps(limits) ? copied : 0)));

/** The least memory that leaves some data. */
export const leastRedisMemoryMiB = 32;

const manual = "redis.conf of Redis 7 and 8";

export const redisSettings: Setting<RedisLimits>[] = [
  {
    name: "maxmemory",
    unit: "MiB",
    from: ["memoryMiB", "use"],
    value: redisMaxMemoryMiB,
    reason:
      "below the limit by what it does not count: fragmentation, and the pages that are copied while a child writes to disk",
    source: "Redis documentation, memory optimization and persistence; formula",
  },
  {
    name: "maxmemory-policy",
    from: ["use"],
    value: ({ use }) => ({ cache: "allkeys-lfu", queue: "noeviction", sessions: "volatile-ttl" })[use],
    reason:
      "a cache drops what is asked for least, sessions go in the order of their end, and a job is never dropped: the writer gets an error",
    source: "Redis documentation, key eviction; BullMQ, going to production",
  },
  {
    name: "maxmemory-clients",
    from: [],
    value: () => `${clientsPart * 100}%`,
    reason: "the client that lets most replies wait is cut off before the data is driven out",
    source: manual,
  },
  {
    name: "client-output-buffer-limit",
    from: ["memoryMiB", "use"],
    value: (limits) => {
      const hard = Math.max(1, Math.floor(redisMaxMemoryMiB(limits) * clientsPart));
      return `pubsub ${hard}mb ${Math.max(1, Math.floor(hard / 4))}mb 60`;
    },
    reason: "a subscriber that reads too slowly is cut off; 32 MiB for each would be more than small instances have",
    source: manual,
  },
  {
    name: "appendonly",
    from: ["use"],
    value: ({ use }) => (use === "queue" ? "yes" : "no"),
    reason: "of jobs at most the last second is lost; what a cache or a session holds can be had again",
    source: "Redis documentation, persistence",
  },
  {
    name: "appendfsync",
    from: ["use"],
    value: ({ use }) => (use === "queue" ? "everysec" : undefined),
    reason: "a second of jobs against a write to disk for each command",
    source: "Redis documentation, persistence",
  },
  {
    name: "save",
    from: ["use"],
    value: ({ use }) => (use === "sessions" ? "300 1 60 1000" : '""'),
    reason:
      "sessions survive a restart but for some minutes; a second copy of jobs, or one of a cache, only costs a fork",
    source: "Redis documentation, persistence",
  },
  {
    name: "io-threads",
    from: ["cpus"],
    value: ({ cpus }) => (cpus >= 4 ? Math.min(8, Math.floor(cpus * 0.75)) : undefined),
    reason: "threads read and write sockets where at least four CPUs are there; commands stay on one",
    source: manual,
  },
  {
    name: "lazyfree-lazy-eviction",
    from: ["cpus"],
    value: ({ cpus }) => (cpus > 1 ? "yes" : undefined),
    reason: "large values are freed on another CPU while commands go on",
    source: manual,
  },
  {
    name: "lazyfree-lazy-expire",
    from: ["cpus"],
    value: ({ cpus }) => (cpus > 1 ? "yes" : undefined),
    reason: "large values are freed on another CPU while commands go on",
    source: manual,
  },
  {
    name: "tcp-keepalive",
    unit: "s",
    from: [],
    value: () => 60,
    reason: "a client that vanished is noticed after minutes and not after a quarter of an hour",
    source: manual,
  },
  {
    name: "maxclients",
    from: ["memoryMiB"],
    value: ({ memoryMiB }) => Math.min(10_000, Math.max(256, memoryMiB * 4)),
    reason: "four for each MiB of the limit: each holds 20 KiB of buffers and more while it is served",
    source: manual,
  },
];

export const tuneRedis = (limits: RedisLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(redisSettings, limits, overrides);

/** The settings as lines of redis.conf. */
export const redisConf = (settings: readonly SettledSetting[]): string =>
  settingsAt(settings, "engine")
    .map(({ name, value, unit }) => `${name} ${value}${unit === "MiB" && typeof value === "number" ? "mb" : ""}\n`)
    .join("");
