import type { Setting } from "../setting";
import type { PostgresLimits } from "./limits";

export const serverSettings: Setting<PostgresLimits>[] = [
  {
    name: "huge_pages",
    from: [],
    value: () => "off",
    reason: "with a zero hugetlb limit, `try` ends in SIGBUS at initdb",
    source: "docker-library/postgres #451",
  },
  {
    name: "io_method",
    from: ["major"],
    value: ({ major }) => (major >= 18 ? "worker" : undefined),
    reason:
      "the default: `sync` saved 2 to 5 % of a scan's CPU on two CPUs and took up to a fifth longer, and io_uring is blocked by the seccomp profile of Docker Engine 25 and later",
    source: "measured on PostgreSQL 18.6; moby #46762",
  },
  {
    name: "default_toast_compression",
    from: ["features"],
    value: ({ features }) => (features.lz4 ? "lz4" : undefined),
    reason: "large values are packed and unpacked for less CPU than by pglz; the default from PostgreSQL 19 on",
    source: "PostgreSQL 19 release notes",
  },
  {
    name: "shared_preload_libraries",
    from: [],
    value: () => "pg_stat_statements",
    reason: "which statements cost what is the first question of every tuning",
    source: "PostgreSQL manual, pg_stat_statements",
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
    name: "client_connection_check_interval",
    unit: "ms",
    from: [],
    value: () => 10_000,
    reason: "a query whose client is gone ends within ten seconds instead of holding memory, CPU and locks to its end",
    source: "PostgreSQL manual, Connections and Authentication",
  },
  {
    name: "password_encryption",
    from: [],
    value: () => "scram-sha-256",
    reason: "MD5 is deprecated since 18",
    source: "PostgreSQL 18 release notes",
  },
];
