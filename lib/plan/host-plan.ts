import type { CheckedDemand } from "./demand";
import { availableMiB, type HostCapacity } from "./host";
import { shareOut } from "./share-out";

/** What one service gets of the host, and why. */
export interface PlannedService extends CheckedDemand {
  memoryMiB: number;
  /** CPU limit: the demand's, or all that the host has. */
  cpus: number;
  /** CPUs it has for sure when every service wants all it may use. */
  sureCpus: number;
  /** One sentence. */
  reason: string;
}

/** A host and what is on it. */
export interface HostPlan {
  host: HostCapacity;
  services: PlannedService[];
  /** Available memory that no service got; negative where the minima do not fit. */
  leftMiB: number;
}

/**
 * Divides a host: memory as a hard partition, since what one service takes no other can have; CPU by weight with caps,
 * since it can be shared from moment to moment. Where the minima do not fit, everybody gets his minimum and `leftMiB`
 * is what is missing.
 */
export function divideHost(host: HostCapacity, demands: readonly CheckedDemand[]): HostPlan {
  const memory = divideMemory(availableMiB(host), demands);
  const reserved = demands.reduce((all, demand) => all + Math.min(demand.cpusReserved, host.cpus), 0);
  const services = demands.map((demand): PlannedService => {
    const memoryMiB = memory.get(demand.name) ?? demand.minimumMiB;
    const cpus = Math.min(demand.cpus, host.cpus);
    const cpusReserved = Math.min(demand.cpusReserved, cpus);
    return {
      ...demand,
      memoryMiB,
      cpus,
      cpusReserved,
      sureCpus: Math.min(cpus, (cpusReserved / reserved) * host.cpus),
      reason: reasonFor(demand, memoryMiB),
    };
  });
  const given = services.reduce((all, { memoryMiB }) => all + memoryMiB, 0);
  return { host, services, leftMiB: availableMiB(host) - given };
}

/** First from the minima towards the ideals; only where all have theirs, on towards the maxima. */
function divideMemory(whole: number, demands: readonly CheckedDemand[]): Map<string, number> {
  const minima = demands.reduce((all, { minimumMiB }) => all + minimumMiB, 0);
  if (minima > whole) return new Map(demands.map(({ name, minimumMiB }) => [name, minimumMiB]));
  const ideals = demands.reduce((all, { idealMiB }) => all + idealMiB, 0);
  return shareOut(
    whole,
    demands.map(({ name, minimumMiB, idealMiB, maximumMiB, weight }) => ({
      name,
      // A weight counts against the ideal: with equal weights all shrink, and grow, by the same proportion.
      weight: weight * idealMiB,
      minimum: ideals > whole ? minimumMiB : idealMiB,
      maximum: ideals > whole ? idealMiB : maximumMiB,
    })),
  );
}

function reasonFor({ minimumMiB, idealMiB, maximumMiB, weight }: CheckedDemand, memoryMiB: number): string {
  const proportion = `${Math.round((memoryMiB / idealMiB) * 100)} % of its ideal`;
  if (memoryMiB === idealMiB) return "its ideal";
  if (memoryMiB === maximumMiB) return `its maximum, ${proportion}`;
  if (memoryMiB > idealMiB) return `${proportion}: the host has more than the ideals of all`;
  if (memoryMiB === minimumMiB) return `its minimum, ${proportion}: the host is short`;
  return `${proportion}, by ${weight === 1 ? "proportion" : `a weight of ${weight}`}: the host is short of the ideals`;
}
