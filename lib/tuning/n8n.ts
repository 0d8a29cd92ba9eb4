import { semiSpacesInHeap } from "./node";
import { settle, valueOf, type SettledSetting, type Setting, type SettingValue } from "./setting";

/** What n8n may use, and what is asked of it. */
export interface N8nLimits {
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** Old space of the main process's heap in MiB, where the user gave it. */
  heapMiB?: number;
  /** Production executions that may run at once. */
  concurrency: number;
  /** Connections of the main process's own pool. */
  poolSize: number;
  /** Default and highest time an execution may take, in seconds. */
  executionTimeoutSeconds: number;
  executionTimeoutMaxSeconds: number;
  /** How long finished executions are kept, in hours. */
  retentionHours: number;
  /** Largest body of a request, in MiB. */
  payloadMiB: number;
  /** IANA name of the zone that schedules run in. */
  timezone: string;
}

/** Seconds that n8n gives running executions when it stops. */
export const n8nShutdownSeconds = 30;

/** Memory of both processes outside their heaps, in MiB: 138 of main, 30 of the runner of Code nodes, measured at rest, with room. */
export const n8nNativeMiB = 184;

/** The least heap of the runner: it starts with 40 MiB in use. */
export const leastRunnerHeapMiB = 128;

/** Memory of one isolate in which expressions run, and how many there are: n8n's own numbers, held fast because the sum counts them. */
const expressionMiB = 128;
const expressionPool = 1;

/** The part of the limit that goes to one semi-space of main; V8 counts three into the heap. */
const youngPart = 64;
const mostSemiSpaceMiB = 32;

/** One semi-space of main in MiB, a power of two. */
export const n8nSemiSpaceMiB = ({ memoryMiB }: Pick<N8nLimits, "memoryMiB">): number =>
  Math.min(mostSemiSpaceMiB, 2 ** Math.floor(Math.log2(memoryMiB / youngPart)));

/** What lies beside main's old space however it is used, in MiB. */
export const n8nReserveMiB = (limits: Pick<N8nLimits, "memoryMiB">): number =>
  n8nNativeMiB + leastRunnerHeapMiB + expressionMiB * expressionPool + semiSpacesInHeap * n8nSemiSpaceMiB(limits);

/** Old space of main's heap in MiB: two thirds of the limit (1.5 GiB gives 1024), never without room for all that lies beside it. */
export function n8nHeapMiB({ memoryMiB, heapMiB }: Pick<N8nLimits, "memoryMiB" | "heapMiB">): number {
  if (heapMiB !== undefined) return heapMiB;
  const young = semiSpacesInHeap * Math.min(mostSemiSpaceMiB, memoryMiB / youngPart);
  const most = memoryMiB - n8nNativeMiB - leastRunnerHeapMiB - expressionMiB * expressionPool - young;
  return Math.floor(Math.min((memoryMiB * 2) / 3, most));
}

/** Old space of the runner's heap in MiB: what main leaves, and no more than main's. */
export function n8nRunnerHeapMiB(limits: Pick<N8nLimits, "memoryMiB" | "heapMiB">): number {
  const heapMiB = n8nHeapMiB(limits);
  const left = limits.memoryMiB - heapMiB - n8nReserveMiB(limits) + leastRunnerHeapMiB;
  return Math.max(leastRunnerHeapMiB, Math.min(left, heapMiB));
}

/** What n8n may take at most, in MiB, by its settings: main and runner with full heaps, the isolates of expressions, and the rest. */
export function n8nMemorySumMiB(settings: readonly SettledSetting[]): number {
  const number = (name: string): number => Number(valueOf(settings, name) ?? 0);
  const flag = (name: string): number =>
    Number(new RegExp(`${name}=(\\d+)`).exec(String(valueOf(settings, "NODE_OPTIONS")))?.[1] ?? 0);
  const main = flag("--max-old-space-size") + semiSpacesInHeap * flag("--max-semi-space-size");
  // A runner of another container has its own limit.
  const runner = valueOf(settings, "N8N_RUNNERS_MODE") === "external" ? 0 : number("N8N_RUNNERS_MAX_OLD_SPACE_SIZE");
  const expressions = number("N8N_EXPRESSION_ENGINE_POOL_SIZE") * number("N8N_EXPRESSION_ENGINE_MEMORY_LIMIT");
  return main + runner + expressions + n8nNativeMiB;
}

const config = "@n8n/config of the pinned version";

export const n8nSettings: Setting<N8nLimits>[] = [
  {
    name: "NODE_OPTIONS",
    from: ["memoryMiB", "heapMiB"],
    value: (limits) => `--max-old-space-size=${n8nHeapMiB(limits)} --max-semi-space-size=${n8nSemiSpaceMiB(limits)}`,
    reason:
      "two thirds of the memory limit for main's old objects; for new ones Node 24 would take 96 MiB by itself at 1.5 GiB, 48 do",
    source: "measured on n8n 2.41.1 and Node 24.21",
  },
  {
    name: "N8N_RUNNERS_MAX_OLD_SPACE_SIZE",
    unit: "MiB",
    from: ["memoryMiB", "heapMiB"],
    value: n8nRunnerHeapMiB,
    reason:
      "what main leaves for Code nodes: their process is not given NODE_OPTIONS, and would by itself take half of the limit once more",
    source: "n8n's task-runner-process-js.js; its environment observed in the container",
  },
  {
    name: "N8N_EXPRESSION_ENGINE_POOL_SIZE",
    from: [],
    value: () => expressionPool,
    reason: "the present default, written down because the memory sum counts it",
    source: config,
  },
  {
    name: "N8N_EXPRESSION_ENGINE_MEMORY_LIMIT",
    unit: "MiB",
    from: [],
    value: () => expressionMiB,
    reason: "the present default, written down because the memory sum counts it",
    source: config,
  },
  {
    name: "DB_POSTGRESDB_POOL_SIZE",
    from: ["poolSize"],
    value: ({ poolSize }) => poolSize,
    reason: "what the database reserves for this client; n8n's default of 2 starves under load",
    source: config,
  },
  {
    name: "DB_POSTGRESDB_CONNECTION_TIMEOUT",
    unit: "ms",
    from: [],
    value: () => 60_000,
    reason: "a database that recovers from a crash is waited for",
    source: config,
  },
  {
    name: "N8N_CONCURRENCY_PRODUCTION_LIMIT",
    from: ["concurrency"],
    value: ({ concurrency }) => concurrency,
    reason:
      "executions beyond it wait instead of exhausting memory; unlimited by default (N8N_CONCURRENCY does not exist)",
    source: config,
  },
  {
    name: "EXECUTIONS_TIMEOUT",
    unit: "s",
    from: ["executionTimeoutSeconds"],
    value: ({ executionTimeoutSeconds }) => executionTimeoutSeconds,
    reason: "an execution that hangs is ended; none by default",
    source: config,
  },
  {
    name: "EXECUTIONS_TIMEOUT_MAX",
    unit: "s",
    from: ["executionTimeoutMaxSeconds"],
    value: ({ executionTimeoutMaxSeconds }) => executionTimeoutMaxSeconds,
    reason: "the longest a single workflow may ask for",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_SAVE_ON_ERROR",
    from: [],
    value: () => "all",
    reason: "a failed execution can be read and repeated",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_SAVE_ON_SUCCESS",
    from: [],
    value: () => "none",
    reason: "successful executions are most of a database that grows without end (n8n #37926: 101 GB)",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_SAVE_ON_PROGRESS",
    from: [],
    value: () => false,
    reason: "a write for each node is slow and rarely read",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_PRUNE",
    from: [],
    value: () => true,
    reason: "old executions are deleted",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_MAX_AGE",
    unit: "h",
    from: ["retentionHours"],
    value: ({ retentionHours }) => retentionHours,
    reason: "how long finished executions are kept",
    source: config,
  },
  {
    name: "EXECUTIONS_DATA_PRUNE_MAX_COUNT",
    from: [],
    value: () => 10_000,
    reason: "a bound that holds when many fail within the retention",
    source: config,
  },
  {
    name: "N8N_PAYLOAD_SIZE_MAX",
    unit: "MiB",
    from: ["payloadMiB"],
    value: ({ payloadMiB }) => payloadMiB,
    reason: "the largest body of a request; the edge allows the same",
    source: config,
  },
  {
    name: "N8N_FORMDATA_FILE_SIZE_MAX",
    unit: "MiB",
    from: [],
    value: () => 200,
    reason: "the present default for files of forms, written down because the edge allows as much",
    source: config,
  },
  {
    name: "N8N_DEFAULT_BINARY_DATA_MODE",
    from: [],
    value: () => "filesystem",
    reason: "files stay out of the heap and of the database",
    source: "n8n-core (not in @n8n/config)",
  },
  {
    name: "N8N_RUNNERS_TASK_TIMEOUT",
    unit: "s",
    from: [],
    value: () => 300,
    reason: "the present default, written down because 3.0 announces 60",
    source: config,
  },
  {
    name: "N8N_GRACEFUL_SHUTDOWN_TIMEOUT",
    unit: "s",
    from: [],
    value: () => n8nShutdownSeconds,
    reason: "running executions may end; the container's stop grace is longer",
    source: config,
  },
  {
    name: "GENERIC_TIMEZONE",
    from: ["timezone"],
    value: ({ timezone }) => timezone,
    reason: "schedules otherwise run by the clock of New York",
    source: config,
  },
  ...[
    "N8N_DIAGNOSTICS_ENABLED",
    "N8N_VERSION_NOTIFICATIONS_ENABLED",
    "N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED",
    "N8N_DYNAMIC_BANNERS_ENABLED",
    "N8N_HIRING_BANNER_ENABLED",
    "N8N_PERSONALIZATION_ENABLED",
    "N8N_TEMPLATES_ENABLED",
  ].map((name) => ({
    name,
    from: [],
    value: () => false,
    reason: "a production instance calls no vendor and asks its users nothing",
    source: config,
  })),
];

/** The user's flags in NODE_OPTIONS come behind the derived ones, and so win over them. */
export function tuneN8n(limits: N8nLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] {
  const { NODE_OPTIONS: flags, ...others } = overrides;
  const settings = settle(n8nSettings, limits, others);
  if (flags === undefined) return settings;
  return settings.map((setting) =>
    setting.name === "NODE_OPTIONS" ? { ...setting, value: `${setting.value} ${flags}`, overridden: true } : setting,
  );
}

/** The settings as environment variables. */
export const n8nEnvironment = (settings: readonly SettledSetting[]): Record<string, string> =>
  Object.fromEntries(settings.map(({ name, value }) => [name, String(value)]));
