import { formatMemory, parseMemory } from "../units/memory";
import type { Fault } from "../validation/fault";

/** What a service asks of its host. Each component has one of its own to begin with: `TunedPostgres.demand`. */
export interface Demand {
  /** The least memory it works with, such as "512MiB". */
  minimum: string;
  /** Memory with which it runs well. No service gets more before each has this. */
  ideal: string;
  /** More than this is of no use to it. @default `ideal`: nobody gets more than he asked for */
  maximum?: string;
  /** Its part of the memory when not all can have their ideal. @default 1: all shrink by the same proportion */
  weight?: number;
  /** CPU limit; a host with fewer lowers it. @default 1 */
  cpus?: number;
  /** CPUs it gets when all services want some, a weight against the others. @default half of `cpus` */
  cpusReserved?: number;
}

/** A demand, understood. */
export interface CheckedDemand {
  name: string;
  minimumMiB: number;
  idealMiB: number;
  maximumMiB: number;
  weight: number;
  cpus: number;
  cpusReserved: number;
}

/** Reads demands by service; every fault of all of them at once. */
export function readDemands(demands: Readonly<Record<string, Demand>>): {
  services: CheckedDemand[];
  faults: Fault[];
} {
  const faults: Fault[] = [];
  const services = Object.entries(demands).map(([name, demand]) => readDemand(name, demand ?? {}, faults));
  return { services, faults };
}

function readDemand(name: string, demand: Demand, faults: Fault[]): CheckedDemand {
  const before = faults.length;
  const memory = (part: "minimum" | "ideal" | "maximum"): number => {
    const text = demand[part];
    const mib = typeof text === "string" ? parseMemory(text) : undefined;
    if (mib !== undefined && mib >= 1 && mib <= 2 ** 40) return Math.ceil(mib);
    faults.push({
      path: `${name}.${part}`,
      problem: `${JSON.stringify(text)} is not a memory size`,
      remedy: `write a number with its unit, such as "512MiB" or "2GiB"`,
    });
    return 1;
  };
  const number = (part: "weight" | "cpus" | "cpusReserved", fallback: number, most: number): number => {
    const value = demand[part] ?? fallback;
    if (typeof value === "number" && value > 0 && value <= most) return value;
    faults.push({
      path: `${name}.${part}`,
      problem: `${JSON.stringify(value)} is not a number above 0 and up to ${most}`,
      remedy: "write one such as 0.5, 1 or 2",
    });
    return fallback;
  };
  const minimumMiB = memory("minimum");
  const idealMiB = memory("ideal");
  const maximumMiB = demand.maximum === undefined ? idealMiB : memory("maximum");
  const cpus = number("cpus", 1, 4096);
  const cpusReserved = number("cpusReserved", cpus / 2, 4096);
  const checked = { name, minimumMiB, idealMiB, maximumMiB, weight: number("weight", 1, 1e6), cpus, cpusReserved };
  if (faults.length === before) faults.push(...contradictions(checked));
  return checked;
}

function contradictions({ name, minimumMiB, idealMiB, maximumMiB, cpus, cpusReserved }: CheckedDemand): Fault[] {
  const more = (path: string, one: string, other: string, what: string): Fault => ({
    path: `${name}.${path}`,
    problem: `${one} is more than ${what}, ${other}`,
    remedy: `write ${other} or less, or raise ${what}`,
  });
  return [
    ...(minimumMiB > idealMiB ? [more("minimum", formatMemory(minimumMiB), formatMemory(idealMiB), "ideal")] : []),
    ...(idealMiB > maximumMiB ? [more("ideal", formatMemory(idealMiB), formatMemory(maximumMiB), "maximum")] : []),
    ...(cpusReserved > cpus ? [more("cpusReserved", String(cpusReserved), String(cpus), "cpus")] : []),
  ];
}
