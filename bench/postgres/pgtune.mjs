// What pgtune's published formulas give: "web" application, Linux, SSD, PostgreSQL 18 (le0pard/pgtune, November 2026).
// Left out: io_method=io_uring, which newer engines' seccomp profile refuses.

const kB = (mebibytes) => Math.floor(mebibytes * 1024);

/** Settings by name for a memory limit in MiB. */
export function pgtune({ memoryMiB, cpus, connections }) {
  const sharedBuffers = memoryMiB / 4;
  const workers = cpus >= 4 ? cpus : 8;
  const workMem = (memoryMiB - sharedBuffers) / ((connections + workers) * 3);
  const walBuffers = sharedBuffers * 0.03;
  return {
    max_connections: connections,
    shared_buffers: `${kB(sharedBuffers)}kB`,
    effective_cache_size: `${kB(memoryMiB * 0.75)}kB`,
    maintenance_work_mem: `${kB(Math.min(memoryMiB / 16, 8192))}kB`,
    checkpoint_completion_target: 0.9,
    wal_buffers: `${kB(walBuffers > 14 ? 16 : walBuffers)}kB`,
    default_statistics_target: 100,
    random_page_cost: 1.1,
    effective_io_concurrency: 200,
    work_mem: `${Math.max(4096, kB(workMem))}kB`,
    huge_pages: sharedBuffers >= 2048 ? "try" : "off",
    min_wal_size: "1GB",
    max_wal_size: "4GB",
    jit: "off",
    wal_compression: "lz4",
    ...(cpus >= 4 && parallelism(cpus)),
  };
}

function parallelism(cpus) {
  const half = Math.min(4, Math.ceil(cpus / 2));
  return {
    max_worker_processes: cpus,
    max_parallel_workers_per_gather: half,
    max_parallel_workers: cpus,
    max_parallel_maintenance_workers: half,
  };
}
