import type { Setting } from "../setting";
import { type PostgresLimits, Storage, Workload } from "./limits";

const prefetches: Record<Storage, number> = { ssd: 200, hdd: 2, san: 300 };

export const plannerSettings: Setting<PostgresLimits>[] = [
  {
    name: "random_page_cost",
    from: ["workload", "storage"],
    value: ({ workload, storage }) => (workload === Workload.Oltp && storage !== Storage.Hdd ? 1.1 : 4),
    reason:
      "the default: 1.1 turned hash joins into nested loops and made 2 of 6 analytic queries 1.5 to 2.4 times dearer; oltp declares lookups by key, and only a disk that turns makes those dear",
    source: "measured on PostgreSQL 18.4",
  },
  {
    name: "effective_io_concurrency",
    from: ["major", "storage"],
    value: ({ major, storage }) => (major < 18 ? prefetches[storage] : undefined),
    reason: "how many pages the storage fetches at once; 1 by default, from 18 on 16 and a matter of the I/O workers",
    source: "PostgreSQL manual, Asynchronous Behavior",
  },
  {
    name: "default_statistics_target",
    from: ["workload"],
    value: ({ workload }) => (workload === Workload.Analytics ? 500 : undefined),
    reason: "finer statistics for queries whose wrong plan costs minutes; their planning time does not matter there",
    source: "PostgreSQL manual, Query Planning",
  },
  {
    name: "jit",
    from: ["workload", "features"],
    value: ({ workload, features }) => (workload === Workload.Analytics && features.jit ? "on" : "off"),
    reason:
      "compilation costs more than it saves on queries below seconds: for analytics only; off by default from PostgreSQL 19 on",
    source: "PostgreSQL 19 release notes",
  },
];
