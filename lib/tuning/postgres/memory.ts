import type { Setting } from "../setting";
import { maxConnections } from "./connections";
import { clamp, type PostgresLimits, Workload } from "./limits";
import {
  automaticWalBuffers,
  heavyQuery,
  memoryParts,
  processMiB,
  totalMiB,
  usableShare,
  type MemoryValues,
} from "./memory-sum";

type Some<Names extends keyof PostgresLimits> = Pick<PostgresLimits, Names>;

const sharedBuffersMiB = ({ memoryMiB }: Some<"memoryMiB">): number => Math.max(64, Math.floor(memoryMiB / 4));

/** The engine's own default; each may use autovacuum_work_mem. */
const autovacuumWorkers = 3;

const hashMemMultiplier = 2;

const autovacuumMiB = ({ memoryMiB }: Some<"memoryMiB">): number => clamp(Math.floor(memoryMiB / 32), 8, 1024);

const maintenanceMiB = ({ memoryMiB, workload }: Some<"memoryMiB" | "workload">): number =>
  clamp(Math.floor(memoryMiB / (workload === Workload.Analytics ? 8 : 16)), 16, 2048);

/** The smallest work_mem worth running with, in MiB: below it, even small sorts spill to disk. */
const leastWorkMemMiB = 0.5;

/** Most work_mem by workload, in MiB: with 64 a query over 4 million rows lost its parallel plan and took twice the CPU. */
const mostWorkMemMiB: Record<Workload, number> = { oltp: 32, mixed: 32, analytics: 256, small: 16 };

export const workerProcesses = ({ cpus }: Some<"cpus">): number => Math.max(8, Math.ceil(cpus) + 3);

/** All values of the sum but work_mem, which is what the sum leaves; `parallelWorkers` and `connections` as asked. */
const withoutQueries = (limits: PostgresLimits, connections: number, parallelWorkers: number): MemoryValues => ({
  sharedBuffers: sharedBuffersMiB(limits),
  workMem: 0,
  hashMemMultiplier,
  maintenanceWorkMem: maintenanceMiB(limits),
  autovacuumWorkMem: autovacuumMiB(limits),
  autovacuumWorkers,
  connections,
  parallelWorkers,
  hashSharers: 1,
  workerProcesses: workerProcesses(limits),
  walBuffers: automaticWalBuffers(sharedBuffersMiB(limits)),
  tempBuffers: 0,
});

/** What is left for queries, in MiB. */
const free = (limits: PostgresLimits, connections: number, parallelWorkers: number): number =>
  usableShare * limits.memoryMiB - totalMiB(memoryParts(withoutQueries(limits, connections, parallelWorkers)));

const heavy = heavyQuery(hashMemMultiplier);

const leastQueryMiB = leastWorkMemMiB * heavy;

/** One for each CPU, as far as memory serves them with the least work_mem beside all connections. */
export function parallelWorkers(limits: PostgresLimits): number {
  const connections = maxConnections(limits);
  const left = free(limits, connections, 0) - connections * leastQueryMiB;
  const served = Math.floor(left / (processMiB(sharedBuffersMiB(limits)) + leastQueryMiB));
  // 1024 is the most the server takes.
  return clamp(Math.min(Math.floor(limits.cpus), served), 1, 1024);
}

/** Whole MiB, and quarters of one below 4: so small a value would lose too much by rounding. */
const rounded = (mib: number): number => (mib >= 4 ? Math.floor(mib) : Math.floor(mib * 4) / 4);

/** The engine's own work_mem, in MiB: workers of one query are no gain where they cost more memory than that leaves. */
const standardWorkMemMiB = 4;

/** The work_mem at which the sum holds with so many workers planned for each query. */
function safeWorkMem(limits: PostgresLimits, perGather: number): number {
  const connections = maxConnections(limits);
  const workers = parallelWorkers(limits);
  // A hash table may take the memory of all that were planned for it, in every session, also where none of them came.
  const sharers = connections * (1 + perGather) + workers;
  return rounded(free(limits, connections, workers) / (sharers * heavy));
}

const wantedPerGather = ({ cpus }: Some<"cpus">): number => (cpus < 2 ? 0 : Math.min(4, Math.ceil(cpus / 2)));

/** Half of the CPUs, as far as every session then keeps the engine's own work_mem. */
export function workersPerGather(limits: PostgresLimits): number {
  for (let perGather = wantedPerGather(limits); perGather > 0; perGather--)
    if (safeWorkMem(limits, perGather) >= standardWorkMemMiB) return perGather;
  return 0;
}

/**
 * So much that every allowed connection may run a heavy query at once. More memory goes to workers first, and to work_mem
 * beyond the engine's own when all of them are there: so neither shrinks when memory grows.
 */
export function workMemMiB(limits: PostgresLimits): number {
  const perGather = workersPerGather(limits);
  const most = perGather < wantedPerGather(limits) ? standardWorkMemMiB : mostWorkMemMiB[limits.workload];
  return clamp(safeWorkMem(limits, perGather), leastWorkMemMiB, most);
}

/** How many connections this memory can serve at the smallest work_mem; the number to put into an error. */
export function connectionsThatFit(limits: PostgresLimits): number {
  const empty = free(limits, 0, 1);
  const each = empty - free(limits, 1, 1) + leastQueryMiB;
  return Math.max(0, Math.floor((empty - leastQueryMiB) / each));
}

/**
 * Shared memory file system of the container in MiB: what parallel queries share and parallel maintenance lie there. It is
 * only a bound, and counts when used: so all that the sum gives to queries and one maintenance job.
 */
export function postgresShmMiB(limits: PostgresLimits): number {
  const queries =
    (maxConnections(limits) * (1 + workersPerGather(limits)) + parallelWorkers(limits)) * workMemMiB(limits) * heavy;
  return Math.max(128, Math.ceil(queries) + maintenanceMiB(limits));
}

export const memorySettings: Setting<PostgresLimits>[] = [
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
    name: "work_mem",
    unit: "kB",
    from: ["memoryMiB", "cpus", "workload", "clientConnections"],
    value: (limits) => workMemMiB(limits) * 1024,
    reason:
      "so much that every allowed connection may fill a hash table at once, with the workers planned for it, without a memory kill; at most 32 MiB, as 64 lost a parallel plan (16 for small, 256 for analytics)",
    source: "the memory sum; measured on PostgreSQL 18.4",
  },
  {
    name: "hash_mem_multiplier",
    from: [],
    value: () => hashMemMultiplier,
    reason: "a hash table may take twice work_mem: the engine's default from 15 on, counted in the memory sum",
    source: "PostgreSQL 15 release notes",
  },
  {
    name: "maintenance_work_mem",
    unit: "MB",
    from: ["memoryMiB", "workload"],
    value: maintenanceMiB,
    reason:
      "a sixteenth of the memory limit, 16 to 2048: more bought nothing when an index on 4 million rows was built; an eighth for analytics, whose loads build more of them",
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
    name: "autovacuum_max_workers",
    from: [],
    value: () => autovacuumWorkers,
    reason: "the engine's default, said aloud because the memory sum counts them",
    source: "PostgreSQL manual, Vacuuming",
  },
];
