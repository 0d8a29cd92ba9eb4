import type { Setting } from "../setting";
import { type PostgresLimits, Storage, Workload } from "./limits";

const source = "PostgreSQL manual, Vacuuming";

const writesMuch = (often: number) =>
  (({ workload }: Pick<PostgresLimits, "workload">) => (workload === Workload.Oltp ? often : undefined)) satisfies (
    limits: PostgresLimits,
  ) => number | undefined;

export const autovacuumSettings: Setting<PostgresLimits>[] = [
  {
    name: "autovacuum_vacuum_scale_factor",
    from: ["workload"],
    value: writesMuch(0.05),
    reason: "after a twentieth of a table has changed rather than a fifth: many short rounds instead of few long ones",
    source,
  },
  {
    name: "autovacuum_analyze_scale_factor",
    from: ["workload"],
    value: writesMuch(0.02),
    reason: "statistics follow the rows that are written all the time",
    source,
  },
  {
    name: "autovacuum_vacuum_cost_limit",
    from: ["storage"],
    value: ({ storage }) => (storage === Storage.Hdd ? undefined : 1000),
    reason:
      "the default of 200 lets all workers together write 40 MB a second (8 kB x 200 / 20 each 2 ms), made for disks that turn; five times that elsewhere",
    source: "PostgreSQL manual, Vacuuming: cost of a dirtied page 20, delay 2 ms",
  },
];
