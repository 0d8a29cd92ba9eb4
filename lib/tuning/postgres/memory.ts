import type { Setting } from "../setting";
import { maxConnections } from "./connections";
import { clamp, type PostgresLimits, Workload } from "./limits";
import {
  automaticWalBuffers,
  heaviestQuery,
  memoryParts,
  totalMiB,
  usableShare,
  type MemoryValues,
} from "./memory-sum";

type Some<Names extends keyof PostgresLimits> = Pick<PostgresLimits, Names>;

const sharedBuffersMiB = ({ memoryMiB }: Some<"memoryMiB">): number => Math.max(64, Math.floor(memoryMiB / 4));

/** The engine's own default; each may use autovacuum_work_mem. */
const autovacuumWorkers = 3;

const hashMemMultiplier = 2;

const autovacuumMiB = ({ memoryMiB }: Some<"memoryMiB">): number => clamp(Math.floor(memoryMiB / 64), 8, 1024);

const maintenanceMiB = ({ memoryMiB, workload }: Some<"memoryMiB" | "workload">): number =>
  clamp(Math.floor(memoryMiB / (workload === Workload.Analytics ? 8 : 16)), 16, 2048);

/** The smallest work_mem that is given, in MiB: what is asked for beyond that is refused. */
const leastWorkMemMiB = 0.25;

/** The engine's own work_mem, in MiB. Below it, queries that stock settings run in memory go to disk: up to 19 % more CPU, measured. */
export const standardWorkMemMiB = 4;

/** Most work_mem by workload, in MiB: with 64 a query over 4 million rows lost its parallel plan and took twice the CPU. */
const mostWorkMemMiB: Record<Workload, number> = { oltp: 32, mixed: 32, analytics: 256, small: 16 };

export const workerProcesses = ({ cpus }: Some<"cpus">): number => Math.max(8, Math.ceil(cpus) + 3);

/** All values of the sum but work_mem, which is what the sum leaves. */
const withoutQueries = (limits: PostgresLimits, connections: number, perGather: number): MemoryValues => ({
  workload: limits.workload,
  sharedBuffers: sharedBuffersMiB(limits),
  workMem: 0,
  hashMemMultiplier,
  maintenanceWorkMem: 0,
  autovacuumWorkMem: autovacuumMiB(limits),
  autovacuumWorkers,
  connections,
  parallelWorkers: parallelWorkers(limits),
  perGather,
  sharedHash: true,
  workerProcesses: workerProcesses(limits),
  walBuffers: automaticWalBuffers(sharedBuffersMiB(limits)),
  tempBuffers: 0,
});

/** What is left for queries, and for the maintenance job that takes the place of one, in MiB. */
const free = (limits: PostgresLimits, connections: number, perGather: number): number =>
  usableShare * limits.memoryMiB - totalMiB(memoryParts(withoutQueries(limits, connections, perGather)));

/** One for each CPU; 1024 is the most the server takes. */
export const parallelWorkers = ({ cpus }: Some<"cpus">): number => clamp(Math.floor(cpus), 1, 1024);

/** Quarters of a MiB below 16, whole ones above: coarser steps would lose too much of small values. */
const rounded = (mib: number): number => (mib >= 16 ? Math.floor(mib) : Math.floor(mib * 4) / 4);

/** The work_mem at which the sum holds with so many workers planned for each query. */
function safeWorkMem(limits: PostgresLimits, connections: number, perGather: number): number {
  const query = heaviestQuery(limits.workload, hashMemMultiplier, 1 + perGather);
  const workers = perGather > 0 ? parallelWorkers(limits) * heaviestQuery(limits.workload, hashMemMultiplier) : 0;
  const left = free(limits, connections, perGather);
  // Either every session queries, or one of them maintains: whichever takes more.
  const maintaining = (left - maintenanceMiB(limits)) / (Math.max(0, connections - 1) * query + workers);
  return rounded(Math.min(left / (connections * query + workers), maintaining));
}

/** Half of the CPUs for analytics; else from four CPUs on only. */
const wantedPerGather = ({ cpus, workload }: Some<"cpus" | "workload">): number =>
  cpus < (workload === Workload.Analytics ? 2 : 4) ? 0 : Math.min(4, Math.ceil(cpus / 2));

/** As many as wanted, as far as every session then keeps the engine's own work_mem. */
export function workersPerGather(limits: PostgresLimits): number {
  for (let perGather = wantedPerGather(limits); perGather > 0; perGather--)
    if (safeWorkMem(limits, maxConnections(limits), perGather) >= standardWorkMemMiB) return perGather;
  return 0;
}

/**
 * So much that every allowed connection may run the heaviest query at once. More memory goes to workers first, and to
 * work_mem beyond the engine's own when all of them are there: so neither shrinks when memory grows.
 */
export function workMemMiB(limits: PostgresLimits): number {
  const perGather = workersPerGather(limits);
  const most = perGather < wantedPerGather(limits) ? standardWorkMemMiB : mostWorkMemMiB[limits.workload];
  return clamp(safeWorkMem(limits, maxConnections(limits), perGather), leastWorkMemMiB, most);
}

/** How many connections this memory serves at some work_mem; the number to put into an error. */
export function connectionsThatFit(limits: PostgresLimits, workMem: number = leastWorkMemMiB): number {
  let [low, high] = [0, 1];
  const fits = (connections: number): boolean => safeWorkMem(limits, connections, 0) >= workMem;
  if (!fits(1)) return 0;
  while (fits(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Shared memory file system of the container in MiB: the hash tables that workers share and parallel maintenance lie
 * there. It is only a bound, and counts when used: so all that the sum gives to them.
 */
export function postgresShmMiB(limits: PostgresLimits): number {
  const perGather = workersPerGather(limits);
  const shared =
    perGather > 0
      ? maxConnections(limits) * workMemMiB(limits) * heaviestQuery(limits.workload, hashMemMultiplier, 1 + perGather)
      : 0;
  return Math.max(128, Math.ceil(shared) + maintenanceMiB(limits));
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
      "so much that every allowed connection may run the heaviest query at once without a memory kill: three hash tables and a sort (one hash table for oltp and small), with the workers planned for them; at most 32 MiB, as 64 lost a parallel plan (16 for small, 256 for analytics)",
    source: "the memory sum; measured on PostgreSQL 18.4 and 18.6",
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
    reason:
      "a sixty-fourth of the memory limit, at least 8, which holds 1.4 million dead rows: otherwise each of the three workers inherits maintenance_work_mem",
    source: "PostgreSQL manual, Resource Consumption; 6 bytes for each dead row, far less from 17 on",
  },
  {
    name: "autovacuum_max_workers",
    from: [],
    value: () => autovacuumWorkers,
    reason: "the engine's default, said aloud because the memory sum counts them",
    source: "PostgreSQL manual, Vacuuming",
  },
];
