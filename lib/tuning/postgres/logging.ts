import type { Setting } from "../setting";
import type { PostgresLimits } from "./limits";
import { workMemMiB } from "./memory";

const manual = "PostgreSQL manual, Reporting and Logging";

export const loggingSettings: Setting<PostgresLimits>[] = [
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
    source: manual,
  },
  {
    name: "log_checkpoints",
    from: [],
    value: () => "on",
    reason: "shows whether max_wal_size is large enough; on by default from 15 on",
    source: manual,
  },
  {
    name: "log_autovacuum_min_duration",
    unit: "ms",
    from: ["major"],
    value: ({ major }) => (major < 15 ? 600_000 : undefined),
    reason: "a vacuum of more than ten minutes is named, as by default from 15 on",
    source: "PostgreSQL 15 release notes",
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
    source: manual,
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
    from: ["memoryMiB", "cpus", "workload", "clientConnections"],
    value: (limits) => workMemMiB(limits) * 1024,
    reason: "names the statements that spill beyond work_mem",
    source: manual,
  },
];
