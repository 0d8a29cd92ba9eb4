import { formatMemory, parseMemory } from "../units/memory";

/** A host's capacity as a program writes it: `"4cpu,8GiB"`, `"4cpu,8GiB,100GiB"` with its disk, or the parts by name. */
export type Host =
  | string
  | {
      cpus: number;
      /** All the memory it has, such as "8GiB". */
      memory: string;
      /** Room on the disk that holds the engine's data. @default not looked at */
      disk?: string;
      /** Memory that no service gets. @default by the host's size, see `systemReserveMiB` */
      reserve?: string;
    };

/** A host's capacity, understood. */
export interface HostCapacity {
  cpus: number;
  memoryMiB: number;
  /** Kept for the system, the engine and the page cache. */
  reserveMiB: number;
  diskMiB?: number;
}

/** Shares of a host's memory that Kubernetes Engine keeps from the first, the next ... MiB on. */
const stairs: readonly { uptoMiB: number; share: number }[] = [
  { uptoMiB: 4 * 1024, share: 0.25 },
  { uptoMiB: 8 * 1024, share: 0.2 },
  { uptoMiB: 16 * 1024, share: 0.1 },
  { uptoMiB: 128 * 1024, share: 0.06 },
  { uptoMiB: Infinity, share: 0.02 },
];

/**
 * Memory that the system, the Docker Engine and the page cache keep of a host: a quarter of the first 4 GiB, less of what
 * comes after; 1.8 GiB of 8. The stairs are Google Kubernetes Engine's for a node ("Plan node sizes", memory reservations).
 */
export function systemReserveMiB(memoryMiB: number): number {
  let reserve = 0;
  let from = 0;
  for (const { uptoMiB, share } of stairs) {
    reserve += Math.max(0, Math.min(memoryMiB, uptoMiB) - from) * share;
    from = uptoMiB;
  }
  return Math.ceil(reserve);
}

/** What services can have together. */
export const availableMiB = ({ memoryMiB, reserveMiB }: HostCapacity): number => Math.max(0, memoryMiB - reserveMiB);

/** The smallest host, in steps of 512 MiB, that gives services this much after its reserve. */
export function smallestHostMiB(neededMiB: number): number {
  const step = 512;
  // The reserve is a quarter at most, so the answer lies between these two.
  let low = Math.floor(neededMiB / step);
  let high = Math.ceil((neededMiB * 4) / 3 / step) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (middle * step - systemReserveMiB(middle * step) >= neededMiB) high = middle;
    else low = middle + 1;
  }
  return low * step;
}

/** Reads a host. Undefined with what is wrong when it can't be understood. */
export function readHost(host: Host): { capacity: HostCapacity } | { problem: string } {
  const parts = typeof host === "string" ? partsOf(host) : host;
  if (parts === undefined) {
    return { problem: `${JSON.stringify(host)} is not a host; write its CPUs and memory, such as "4cpu,8GiB"` };
  }
  const cpus = parts.cpus;
  if (typeof cpus !== "number" || !Number.isFinite(cpus) || cpus <= 0 || cpus > 4096) {
    return { problem: `${String(cpus)} is not a number of CPUs; write one such as 2 or 4` };
  }
  const sizes = { memory: parts.memory, disk: parts.disk, reserve: parts.reserve };
  const mib: Record<string, number> = {};
  for (const [name, text] of Object.entries(sizes)) {
    if (text === undefined && name !== "memory") continue;
    const size = typeof text === "string" ? parseMemory(text) : undefined;
    if (size === undefined || !Number.isFinite(size) || size < 1 || size > 2 ** 40) {
      return { problem: `the host's ${name}, ${JSON.stringify(text)}, is not a size; write one such as "8GiB"` };
    }
    mib[name] = Math.floor(size);
  }
  const memoryMiB = mib["memory"] ?? 0;
  const reserveMiB = mib["reserve"] ?? systemReserveMiB(memoryMiB);
  if (reserveMiB >= memoryMiB) {
    return { problem: `the reserve, ${formatMemory(reserveMiB)}, leaves nothing of ${formatMemory(memoryMiB)}` };
  }
  const diskMiB = mib["disk"];
  return { capacity: { cpus, memoryMiB, reserveMiB, ...(diskMiB === undefined ? {} : { diskMiB }) } };
}

function partsOf(text: string): Exclude<Host, string> | undefined {
  const [cpus, memory, disk, ...rest] = text.split(",").map((part) => part.trim());
  const count = /^(\d+(?:\.\d+)?)\s*cpus?$/i.exec(cpus ?? "")?.[1];
  if (count === undefined || memory === undefined || rest.length > 0) return undefined;
  return { cpus: Number(count), memory, ...(disk === undefined ? {} : { disk }) };
}

/** A host as `readHost` takes it. */
export const formatHost = ({ cpus, memoryMiB, diskMiB }: HostCapacity): string =>
  [`${cpus}cpu`, formatMemory(memoryMiB), ...(diskMiB === undefined ? [] : [formatMemory(diskMiB)])].join(",");
