import { type SettledSetting, valueOf } from "../setting";
import type { Workload } from "./limits";
import { isOff, plainNumber, sizeMiB } from "./sizes";

/** The values that decide how much memory the server may take at once. Sizes in MiB. */
export interface MemoryValues {
  workload: Workload;
  sharedBuffers: number;
  workMem: number;
  hashMemMultiplier: number;
  maintenanceWorkMem: number;
  autovacuumWorkMem: number;
  autovacuumWorkers: number;
  connections: number;
  parallelWorkers: number;
  /** Workers planned for one query. */
  perGather: number;
  /** Whether they may fill one hash table together. */
  sharedHash: boolean;
  workerProcesses: number;
  walBuffers: number;
  /** Per session, for temporary tables; counted where the user sets it. */
  tempBuffers: number;
}

/** One part of the sum, as a table shows it. */
export interface MemoryPart {
  name: string;
  MiB: number;
}

/**
 * The sum stays below this part of the limit: the rest is for the kernel's own memory, the files in memory, and a page
 * cache that is never quite empty.
 */
export const usableShare = 0.95;

/** A process of its own, in MiB: 5.0 of private memory after catalogue-heavy queries, of which 1.3 is the postmaster's (measured on 18.4). */
const backendMiB = 3.5;

/** Postmaster, checkpointer, writers, launchers and I/O workers: 1.3 MiB each, measured on 18.4. */
const serverProcessesMiB = 12;

/** Each process maps all shared buffers in the end: 8 bytes of page table for each page of 4 KiB. */
const pageTables = (sharedBuffers: number): number => sharedBuffers / 512;

export const processMiB = (sharedBuffers: number): number => backendMiB + pageTables(sharedBuffers);

/**
 * What the heaviest query of a workload fills to its bound: statements by key one hash table, reports three and a sort. Of
 * those not all are full at the same moment: 5.2 to 6.4 of 7 work_mem were held in each of 100 sessions at once (18.6).
 */
const filled: Record<Workload, { hashTables: number; sorts: number; atOnce: number }> = {
  small: { hashTables: 1, sorts: 0, atOnce: 1 },
  oltp: { hashTables: 1, sorts: 0, atOnce: 1 },
  mixed: { hashTables: 3, sorts: 1, atOnce: 0.92 },
  analytics: { hashTables: 3, sorts: 1, atOnce: 0.92 },
};

/**
 * What the heaviest query takes, in units of work_mem. `sharers`: processes that a hash table is for; it may take the
 * memory of all of them, in every session, also where none of the planned workers came.
 */
export function heaviestQuery(workload: Workload, hashMemMultiplier: number, sharers = 1): number {
  const { hashTables, sorts, atOnce } = filled[workload];
  return atOnce * (hashTables * Math.max(1, hashMemMultiplier) * sharers + sorts);
}

/** 3 % of shared_buffers, at most one WAL segment: the server's own rule for wal_buffers = -1. */
export const automaticWalBuffers = (sharedBuffers: number): number => Math.min(16, sharedBuffers / 32);

/**
 * The shared memory that the server asks for, at most: descriptors of buffers, WAL buffers, caches of transaction states
 * (from 17 on they grow with shared_buffers), locks, pg_stat_statements. Held against `postgres -C shared_memory_size`.
 */
function sharedMemory({ sharedBuffers, walBuffers, connections, workerProcesses }: MemoryValues): number {
  const transactionCaches = Math.min(24, (3 * sharedBuffers) / 512);
  const sessions = 0.085 * (connections + workerProcesses);
  return sharedBuffers * 1.026 + walBuffers + transactionCaches + sessions + 9;
}

/** The worst case in parts: every allowed connection and parallel worker in the heaviest query, all autovacuum workers and one maintenance job at work. */
export function memoryParts(values: MemoryValues): MemoryPart[] {
  const { workload, sharedBuffers, connections, workMem, autovacuumWorkers, perGather, hashMemMultiplier } = values;
  const sharers = values.sharedHash ? 1 + perGather : 1;
  const query = workMem * heaviestQuery(workload, hashMemMultiplier, sharers) + values.tempBuffers;
  const workers = perGather > 0 ? values.parallelWorkers : 0;
  const process = processMiB(sharedBuffers);
  return [
    { name: "shared memory", MiB: sharedMemory(values) },
    { name: "the server's own processes", MiB: serverProcessesMiB },
    { name: "sessions", MiB: connections * process },
    { name: "their queries", MiB: connections * query },
    { name: "parallel workers", MiB: workers * (process + workMem * heaviestQuery(workload, hashMemMultiplier)) },
    { name: "autovacuum", MiB: autovacuumWorkers * (process + values.autovacuumWorkMem) },
    // Who builds an index runs no query meanwhile.
    { name: "one maintenance job", MiB: Math.max(0, values.maintenanceWorkMem - query) },
  ];
}

export const totalMiB = (parts: readonly MemoryPart[]): number => parts.reduce((sum, { MiB }) => sum + MiB, 0);

/** How each value is written: sizes with the engine's base unit for a plain number, counts without. */
const base: Record<string, number | "count"> = {
  shared_buffers: 8,
  work_mem: 1,
  maintenance_work_mem: 1,
  autovacuum_work_mem: 1,
  wal_buffers: 8,
  temp_buffers: 8,
  hash_mem_multiplier: "count",
  autovacuum_max_workers: "count",
  max_connections: "count",
  max_parallel_workers: "count",
  max_parallel_workers_per_gather: "count",
  max_worker_processes: "count",
};

/** The settings that the sum is made of. */
export const memorySettings: readonly string[] = Object.keys(base);

/** Reads one of the values of the sum as the server does. Undefined when the server would not understand it. */
export function readMemoryValue(name: string, value: string | number | boolean): number | undefined {
  const unit = base[name];
  if (unit === undefined) return undefined;
  const read = unit === "count" ? plainNumber(value) : sizeMiB(value, unit);
  const automatic = name === "autovacuum_work_mem" || name === "wal_buffers";
  return read === undefined || (read < 0 && !automatic) ? undefined : read;
}

/** The parts of the worst case from settled values, the user's own among them. What can't be read counts as nothing: it is a fault of its own. */
export function postgresMemory(settings: readonly SettledSetting[], workload: Workload): MemoryPart[] {
  const read = (name: string): number | undefined => {
    const setting = settings.find((one) => one.name === name);
    if (setting === undefined) return undefined;
    const { value, unit, overridden } = setting;
    return readMemoryValue(name, overridden ? value : `${value}${unit ?? ""}`);
  };
  const sharedBuffers = read("shared_buffers") ?? 0;
  const maintenanceWorkMem = read("maintenance_work_mem") ?? 0;
  // -1 lets each autovacuum worker take maintenance_work_mem, and WAL buffers follow shared_buffers.
  const own = (value: number | undefined, otherwise: number): number =>
    value === undefined || value < 0 ? otherwise : value;
  return memoryParts({
    workload,
    sharedBuffers,
    maintenanceWorkMem,
    workMem: read("work_mem") ?? 0,
    hashMemMultiplier: read("hash_mem_multiplier") ?? 2,
    autovacuumWorkMem: own(read("autovacuum_work_mem"), maintenanceWorkMem),
    autovacuumWorkers: read("autovacuum_max_workers") ?? 3,
    connections: read("max_connections") ?? 0,
    parallelWorkers: Math.min(read("max_parallel_workers") ?? 0, read("max_worker_processes") ?? 8),
    perGather: read("max_parallel_workers_per_gather") ?? 2,
    sharedHash: !isOff(valueOf(settings, "enable_parallel_hash")),
    workerProcesses: read("max_worker_processes") ?? 8,
    walBuffers: own(read("wal_buffers"), automaticWalBuffers(sharedBuffers)),
    tempBuffers: valueOf(settings, "temp_buffers") === undefined ? 0 : (read("temp_buffers") ?? 0),
  });
}
