import { settle, type SettledSetting, type Setting, type SettingValue } from "./setting";

/** What PostgreSQL may use, and what is asked of it. */
export interface PostgresLimits {
  /** Major version of the server. */
  major: number;
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** CPU limit of the container. */
  cpus: number;
  /** Connections that the declared clients may open together. */
  clientConnections: number;
  /** Statements slower than this are logged, in milliseconds. */
  slowQueryMs: number;
}

/** Connections kept free beside the clients' pools: 3 superuser, 2 exporter, 2 backup, 3 migrations and people. */
export const reservedConnections = 10;

/** Sessions of a client's predecessor that may still be there when the client restarts after a crash. */
export const restartMargin = 2;

/** Autovacuum workers, the engine's own default; each may use autovacuum_work_mem. */
const autovacuumWorkers = 3;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const sharedBuffersMiB = ({ memoryMiB }: PostgresLimits): number => Math.max(64, Math.floor(memoryMiB / 4));

const autovacuumMiB = ({ memoryMiB }: PostgresLimits): number => clamp(Math.floor(memoryMiB / 32), 16, 1024);

const maintenanceMiB = ({ memoryMiB }: PostgresLimits): number => clamp(Math.floor(memoryMiB / 16), 32, 2048);

const maxConnections = ({ clientConnections }: PostgresLimits): number =>
  Math.max(20, clientConnections + reservedConnections);

/** What a backend costs before it sorts anything, in MiB: measured 2 to 5. */
const backendMiB = 3;

/** A heavy query takes more than one work_mem: the factor of postgresqltuner's sum of the worst case. */
const workMemFactor = 1.5;

/** What is left for backends below 0.9 of the limit, in MiB, after what the server holds for itself. */
const memoryForBackends = (limits: PostgresLimits): number =>
  0.9 * limits.memoryMiB - sharedBuffersMiB(limits) - autovacuumWorkers * autovacuumMiB(limits);

/** The work_mem at which every allowed connection may run a heavy query at once, unrounded and uncapped, in MiB. */
function safeWorkMem(limits: PostgresLimits): number {
  const connections = maxConnections(limits);
  return (memoryForBackends(limits) - connections * backendMiB) / (workMemFactor * connections);
}

const workMemMiB = (limits: PostgresLimits): number => clamp(Math.floor(safeWorkMem(limits)), 1, 32);

const parallelWorkers = ({ cpus }: PostgresLimits): number => Math.max(1, Math.floor(cpus));

/** The smallest work_mem worth running with: below it, even small sorts spill to disk. */
const leastWorkMemMiB = 1;

/** How many connections this memory can serve at the smallest work_mem; the number to put into an error. */
export function connectionsThatFit(limits: PostgresLimits): number {
  return Math.floor(memoryForBackends(limits) / (backendMiB + workMemFactor * leastWorkMemMiB));
}

/** Shared memory file system of the container in MiB: parallel queries and index builds allocate there. */
export function postgresShmMiB(limits: PostgresLimits): number {
  return Math.max(128, parallelWorkers(limits) * workMemMiB(limits) * 2 + maintenanceMiB(limits));
}

export const postgresSettings: Setting<PostgresLimits>[] = [
  {
    name: "shared_buffers",
    unit: "MB",
    from: ["memoryMiB"],
    value: sharedBuffersMiB,
    reason:
      "a quarter of the memory limit: more than 40 % seldom helps, and backends and page cache live under the same limit",
    source: "PostgreSQL manual, Resource Consumption",
  },
  {
    name: "effective_cache_size",
    unit: "MB",
    from: ["memoryMiB"],
    value: ({ memoryMiB }) => Math.floor(memoryMiB * 0.7),
    reason:
      "0.7 of the memory limit, what shared buffers and page cache can hold inside it; the engine's default of 4GB knows no limit",
    source: "PostgreSQL manual, Query Planning",
  },
  {
    name: "max_connections",
    from: ["clientConnections"],
    value: maxConnections,
    reason: `the declared clients' pools and ${reservedConnections} in reserve for superuser, exporter, backup and migrations, at least 20`,
    source: "sum of clients.*.pool",
  },
  {
    name: "superuser_reserved_connections",
    from: [],
    value: () => 3,
    reason: "an administrator still gets in when all clients are connected",
    source: "PostgreSQL manual, Connections",
  },
  {
    name: "work_mem",
    unit: "MB",
    from: ["memoryMiB", "clientConnections"],
    value: workMemMiB,
    reason:
      "so much that every allowed connection may sort at once without a memory kill: shared_buffers + connections x work_mem x 1.5 + autovacuum <= 0.9 of the limit; at most 32",
    source: "formula; postgresqltuner's sum of the worst case",
  },
  {
    name: "maintenance_work_mem",
    unit: "MB",
    from: ["memoryMiB"],
    value: maintenanceMiB,
    reason:
      "a sixteenth of the memory limit, 32 to 2048: more bought nothing when an index on 4 million rows was built",
    source: "measured on PostgreSQL 18.4",
  },
  {
    name: "autovacuum_work_mem",
    unit: "MB",
    from: ["memoryMiB"],
    value: autovacuumMiB,
    reason: "a thirty-second of the memory limit: otherwise each of the three workers inherits maintenance_work_mem",
    source: "PostgreSQL manual, Resource Consumption",
  },
  {
    name: "max_worker_processes",
    from: ["cpus"],
    value: ({ cpus }) => Math.max(8, Math.ceil(cpus) + 3),
    reason: "the engine's default, raised only where there are more CPUs than it serves",
    source: "PostgreSQL manual, Asynchronous Behavior",
  },
  {
    name: "max_parallel_workers",
    from: ["cpus"],
    value: parallelWorkers,
    reason: "one for each CPU of the limit: more would only take turns",
    source: "PostgreSQL manual, Asynchronous Behavior",
  },
  {
    name: "max_parallel_workers_per_gather",
    from: ["cpus"],
    value: ({ cpus }) => (cpus < 2 ? 0 : Math.min(4, Math.ceil(cpus / 2))),
    reason: "half of the CPUs, so that one query can't take them all; none below two CPUs",
    source: "PostgreSQL manual, Asynchronous Behavior",
  },
  {
    name: "random_page_cost",
    from: [],
    value: () => 4,
    reason:
      "the default: 1.1 turned hash joins into nested loops and made 2 of 6 analytic queries 1.5 to 2.4 times dearer",
    source: "measured on PostgreSQL 18.4",
  },
  {
    name: "max_wal_size",
    unit: "MB",
    from: [],
    value: () => 4096,
    reason: "fewer checkpoints under writes: 15 % less WAL and 8 % less CPU than with 1GB",
    source: "measured, TPC-B of 80,000 transactions",
  },
  {
    name: "min_wal_size",
    unit: "MB",
    from: [],
    value: () => 256,
    reason: "segments are recycled rather than created, without holding much disk when idle",
    source: "PostgreSQL manual, Write Ahead Log",
  },
  {
    name: "checkpoint_timeout",
    unit: "s",
    from: [],
    value: () => 900,
    reason:
      "15 minutes: full-page images are written less often; recovery after a crash grows with it and stays within the health check's start period",
    source: "PostgreSQL manual, Write Ahead Log",
  },
  {
    name: "wal_compression",
    from: ["major"],
    value: ({ major }) => (major >= 15 ? "lz4" : undefined),
    reason: "less WAL for little CPU; pglz, the only choice before 15, doubled the time of an index build",
    source: "measured; the official image is built with lz4",
  },
  {
    name: "huge_pages",
    from: [],
    value: () => "off",
    reason: "with a zero hugetlb limit, `try` ends in SIGBUS at initdb",
    source: "docker-library/postgres #451",
  },
  {
    name: "jit",
    from: [],
    value: () => "off",
    reason: "compilation costs more than it saves on queries below seconds; off by default from PostgreSQL 19 on",
    source: "PostgreSQL 19 release notes",
  },
  {
    name: "io_method",
    from: ["major"],
    value: ({ major }) => (major >= 18 ? "worker" : undefined),
    reason: "io_uring is blocked by the seccomp profile of Docker Engine 25 and later",
    source: "moby #46762",
  },
  {
    name: "shared_preload_libraries",
    from: [],
    value: () => "pg_stat_statements",
    reason: "which statements cost what is the first question of every tuning",
    source: "PostgreSQL manual, pg_stat_statements",
  },
  {
    name: "track_io_timing",
    from: [],
    value: () => "on",
    reason: "plans and pg_stat_statements then tell waiting for the disk from work",
    source: "PostgreSQL manual, Run-time Statistics",
  },
  {
    name: "log_min_duration_statement",
    unit: "ms",
    from: ["slowQueryMs"],
    value: ({ slowQueryMs }) => slowQueryMs,
    reason: "slow statements are logged with their duration",
    source: "PostgreSQL manual, Reporting and Logging",
  },
  {
    name: "log_checkpoints",
    from: [],
    value: () => "on",
    reason: "shows whether max_wal_size is large enough",
    source: "PostgreSQL manual, Reporting and Logging",
  },
  {
    name: "log_connections",
    from: ["major"],
    value: ({ major }) => (major >= 18 ? "authentication,authorization" : "on"),
    reason: "who came in, and who was refused; not the mere receipt, which each health check would log",
    source: "PostgreSQL manual, Reporting and Logging; a list from 18 on",
  },
  {
    name: "log_disconnections",
    from: [],
    value: () => "on",
    reason: "with how long the session was",
    source: "PostgreSQL manual, Reporting and Logging",
  },
  {
    name: "log_lock_waits",
    from: [],
    value: () => "on",
    reason: "a statement that waits longer than deadlock_timeout is named",
    source: "PostgreSQL manual, Reporting and Logging; off by default in 18",
  },
  {
    name: "log_temp_files",
    unit: "kB",
    from: ["memoryMiB", "clientConnections"],
    value: (limits) => workMemMiB(limits) * 1024,
    reason: "names the statements that spill beyond work_mem",
    source: "PostgreSQL manual, Reporting and Logging",
  },
  {
    name: "idle_in_transaction_session_timeout",
    unit: "ms",
    from: [],
    value: () => 300_000,
    reason: "a forgotten transaction holds locks and stops vacuum: five minutes",
    source: "PostgreSQL manual, Client Connection Defaults",
  },
  {
    name: "password_encryption",
    from: [],
    value: () => "scram-sha-256",
    reason: "MD5 is deprecated since 18",
    source: "PostgreSQL 18 release notes",
  },
];

/** PostgreSQL's settings for these limits. */
export const tunePostgres = (limits: PostgresLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(postgresSettings, limits, overrides);

/** The server's command line. Units are the engine's: MB is 2^20 bytes to PostgreSQL. */
export const postgresCommand = (settings: readonly SettledSetting[]): string[] => [
  "postgres",
  ...settings.flatMap(({ name, value, unit, overridden }) => [
    "-c",
    `${name}=${value}${overridden ? "" : (unit ?? "")}`,
  ]),
];
