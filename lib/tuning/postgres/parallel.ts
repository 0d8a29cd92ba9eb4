import type { Setting } from "../setting";
import type { PostgresLimits } from "./limits";
import { parallelWorkers, workerProcesses, workersPerGather } from "./memory";

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
    from: ["cpus"],
    value: parallelWorkers,
    reason: "one for each CPU of the limit: more would only take turns",
    source,
  },
  {
    name: "max_parallel_workers_per_gather",
    from: ["cpus", "memoryMiB", "workload", "clientConnections"],
    value: workersPerGather,
    reason:
      "none below four CPUs, where a second process is taken from somebody else; half of them above, and for analytics from two on; fewer where work_mem would fall below 4 MiB: a hash table takes the memory of all planned workers, in every session, also where none came",
    source: "measured on PostgreSQL 18.6: 100 sessions with two hash joins each filled /dev/shm",
  },
];
