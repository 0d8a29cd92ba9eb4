import { formatMemory } from "../units/memory";
import type { HostCapacity } from "./host";
import type { ServiceFacts } from "./service-facts";
import { describeShortage } from "./shortage";

/** A service as its host sees it. */
export type Hosted = Pick<ServiceFacts, "name" | "disk"> & {
  limits: Pick<ServiceFacts["limits"], "memoryMiB" | "cpus">;
};

/** An agreement between a whole stack and its host. */
export interface HostRule {
  name: string;
  says: string;
  /** What to tell, one text for each contradiction. */
  check: (services: readonly Hosted[], host: HostCapacity) => string[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Memory that one service takes no other can have: beyond the whole, the kernel kills somebody. */
const memory: HostRule = {
  name: "memory",
  says: "the memory limits of all services fit the host, less what the system and its page cache need",
  check: (services, host) => {
    const needs = services.map(({ name, limits }) => ({ name, neededMiB: limits.memoryMiB }));
    const shortage = describeShortage(host, needs, "limit");
    return shortage === undefined ? [] : [shortage];
  },
};

/** The engine refuses a limit above what it has, half-way through a deployment. */
const cpus: HostRule = {
  name: "cpus",
  says: "no service may use more CPUs than the host has",
  check: (services, host) =>
    services
      .filter(({ limits }) => limits.cpus > host.cpus)
      .map(
        ({ name, limits }) =>
          `"${name}" may use ${limits.cpus} CPUs, the host has ${host.cpus}: write cpus: ${host.cpus}, or take a larger host`,
      ),
};

const disk: HostRule = {
  name: "disk",
  says: "volumes and logs fit the host's disk",
  check: (services, { diskMiB }) => {
    if (diskMiB === undefined) return [];
    const parts = services.flatMap(({ name, disk: own }) => own.map((part) => ({ ...part, name })));
    const needed = sum(parts.map(({ mib }) => mib));
    if (needed <= diskMiB) return [];
    const lines = parts
      .toSorted((one, other) => other.mib - one.mib)
      .map(({ name, what, mib }) => `  ${name}: ${what} ${formatMemory(mib)}`);
    return [
      [
        `${formatMemory(needed - diskMiB)} are missing on a disk of ${formatMemory(diskMiB)}:`,
        ...lines,
        `Take a larger disk, or lower storage.size`,
      ].join("\n"),
    ];
  },
};

export const hostRules: readonly HostRule[] = [memory, cpus, disk];

/** Everything in which the services contradict the host. */
export const hostContradictions = (services: readonly Hosted[], host: HostCapacity): string[] =>
  hostRules.flatMap(({ check }) => check(services, host));
