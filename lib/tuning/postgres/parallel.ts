import type { Setting } from "../setting";
import type { PostgresLimits } from "./limits";
import { parallelWorkers, workerProcesses } from "./memory";

const source = "PostgreSQL manual, Asynchronous Behavior";

export const parallelSettings: Setting<PostgresLimits>[] = [
  {
    name: "max_worker_processes",
    from: ["cpus"],
    value: workerProcesses,
    reason: "the engine's default, raised only where there are more CPUs than it serves",
    source,
  },
  {
    name: "max_parallel_workers",
    from: ["cpus", "memoryMiB", "workload", "clientConnections"],
    value: parallelWorkers,
    reason: "one for each CPU of the limit: more would only take turns; fewer where memory doesn't serve them",
    source,
  },
  {
    name: "max_parallel_workers_per_gather",
    from: ["cpus"],
    value: ({ cpus }) => (cpus < 2 ? 0 : Math.min(4, Math.ceil(cpus / 2))),
    reason: "half of the CPUs, so that one query can't take them all; none below two CPUs",
    source,
  },
];
