import { settle, type SettledSetting, type Setting, type SettingValue } from "./setting";

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

/** Memory outside the heap: the internal JavaScript runner (115 MiB), the cache tmpfs (47) and native memory, measured, with room. */
export const n8nNativeReserveMiB = 320;

/** Old space of the heap in MiB: two thirds of the limit (1.5 GiB gives 1024), never without room for runner and cache. */
export function n8nHeapMiB({ memoryMiB, heapMiB }: Pick<N8nLimits, "memoryMiB" | "heapMiB">): number {
  return heapMiB ?? Math.min(Math.floor((memoryMiB * 2) / 3), memoryMiB - n8nNativeReserveMiB);
}

const config = "@n8n/config of the pinned version";

export const n8nSettings: Setting<N8nLimits>[] = [
  {
    name: "NODE_OPTIONS",
    from: ["memoryMiB", "heapMiB"],
    value: (limits) => `--max-old-space-size=${n8nHeapMiB(limits)}`,
    reason:
      "two thirds of the memory limit; `--optimize-for-size` is refused in NODE_OPTIONS and would stop the container",
    source: "measured on Node 24.21",
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

export const tuneN8n = (limits: N8nLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(n8nSettings, limits, overrides);

/** The settings as environment variables. */
export const n8nEnvironment = (settings: readonly SettledSetting[]): Record<string, string> =>
  Object.fromEntries(settings.map(({ name, value }) => [name, String(value)]));
