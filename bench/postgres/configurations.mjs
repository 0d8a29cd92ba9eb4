// The configurations compared: each a command line for the server, and its /dev/shm.

import { join } from "node:path";
import { require as load } from "tsx/cjs/api";
import { Advice } from "../../tools/console.mjs";
import { root } from "../../tools/setup/places.mjs";
import { pgtune } from "./pgtune.mjs";

/** The library as it is now, compiled in passing. */
const lib = (file) => load(join(root, "lib", `${file}.ts`), import.meta.url);
const { validatePostgres } = lib("validation/postgres");
const { postgresCommand } = lib("tuning/postgres/index");
const { describeFaults } = lib("validation/fault");
export const { pinnedImages } = lib("images/pinned");
const { parseMemory } = lib("units/memory");

/** Docker's own. */
const stockShmMiB = 64;

/** What the requirement document gives a database of 2 GiB and 2 CPUs. */
const document = {
  shared_buffers: "1GB",
  effective_cache_size: "4GB",
  work_mem: "16MB",
  maintenance_work_mem: "512MB",
  max_connections: 100,
  random_page_cost: 1.1,
  effective_io_concurrency: 200,
  checkpoint_completion_target: 0.9,
  wal_buffers: "16MB",
  max_wal_size: "2GB",
  min_wal_size: "512MB",
  max_parallel_workers: 8,
  max_parallel_workers_per_gather: 2,
};

const commandOf = (settings) => [
  "postgres",
  ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];

/** `size` as "2cpu,2GiB"; `connections` is max_connections, as far as a configuration lets one choose. */
export function parseSize(text) {
  const [, cpus, memory] = /^([\d.]+)cpu,(.+)$/.exec(text) ?? [];
  const memoryMiB = cpus && parseMemory(memory);
  if (!memoryMiB) throw new Advice(`--size ${text} is not understood`, "write CPUs and memory, such as 2cpu,2GiB");
  return { text, cpus: Number(cpus), memory, memoryMiB };
}

/** The configurations named by letters in `wanted`; `overrides` go on top of plimsoll's as one more, "e". */
export function configurations({ size, connections, wanted, overrides, variants = [], shmMiB }) {
  const all = {
    a: { name: "stock", command: commandOf({}), shmMiB: stockShmMiB },
    b: { name: "document", command: commandOf(document), shmMiB: stockShmMiB },
    c: {
      name: "pgtune",
      command: commandOf(pgtune({ memoryMiB: size.memoryMiB, cpus: size.cpus, connections })),
      shmMiB: stockShmMiB,
    },
    d: { name: "plimsoll", ...plimsoll(size, connections, {}) },
    e: { name: "variant", ...plimsoll(size, connections, overrides) },
  };
  const chosen = wanted.map((letter) => {
    if (all[letter]) return all[letter];
    throw new Advice(`there is no configuration "${letter}"`, `choose from ${Object.keys(all).join(", ")}`);
  });
  const others = variants.map(({ name, settings }) => ({ name, ...plimsoll(size, connections, settings) }));
  return [...chosen, ...others].map((one) => ({ ...one, ...(shmMiB && { shmMiB }) }));
}

/** The pool is what is left for clients when `connections` is the whole: the library adds its reserve itself. */
function plimsoll({ cpus, memory }, connections, overrides) {
  const settled = (pool) =>
    validatePostgres("bench", { password: "bench", memory, cpus, clients: { app: { password: "bench", pool } } });
  const granted = ({ checked }) => checked.settings.find(({ name }) => name === "max_connections").value;
  const beside = granted(settled(50)) - 50;
  const { checked, faults } = settled(Math.max(1, connections - beside));
  if (faults.length > 0)
    throw new Advice(describeFaults("TunedPostgres", "bench", faults), "choose fewer with --connections");
  // A later -c wins over an earlier one.
  return {
    command: [...postgresCommand(checked.settings), ...commandOf(overrides).slice(1)],
    shmMiB: checked.service.limits.shmMiB,
  };
}
