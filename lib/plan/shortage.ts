import { formatMemory } from "../units/memory";
import { availableMiB, smallestHostMiB, type HostCapacity } from "./host";

/** A service that needs memory, for the telling of a shortage. */
export interface Needy {
  name: string;
  neededMiB: number;
}

/**
 * What to tell when services do not fit: every service with what it needs, what there is, by how much it misses, and the
 * changes that would make it fit. Undefined where they fit.
 */
export function describeShortage(
  host: HostCapacity,
  needs: readonly Needy[],
  word: "minimum" | "limit",
): string | undefined {
  const needed = needs.reduce((all, { neededMiB }) => all + neededMiB, 0);
  const missing = needed - availableMiB(host);
  if (missing <= 0) return undefined;
  const byNeed = needs.toSorted((one, other) => other.neededMiB - one.neededMiB || (one.name < other.name ? -1 : 1));
  const width = Math.max(...byNeed.map(({ name }) => name.length));
  return [
    `${formatMemory(missing)} of memory are missing on a host of ${formatMemory(host.memoryMiB)}:`,
    ...byNeed.map(({ name, neededMiB }) => `  ${name.padEnd(width)}  ${word} ${formatMemory(neededMiB)}`),
    `  together ${formatMemory(needed)}; there are ${formatMemory(availableMiB(host))}, ` +
      `since ${formatMemory(host.reserveMiB)} stay for the system and its page cache`,
    "One of these makes it fit:",
    ...changes(needed, missing, byNeed, word).map((change) => `  - ${change}`),
  ].join("\n");
}

function changes(needed: number, missing: number, byNeed: readonly Needy[], word: string): string[] {
  const [largest] = byNeed;
  const spare = byNeed.findLast(({ neededMiB }) => neededMiB >= missing);
  const shrunk = largest && largest.neededMiB - missing;
  return [
    `a host of ${formatMemory(smallestHostMiB(needed))}`,
    ...(largest && shrunk !== undefined && shrunk >= largest.neededMiB / 4
      ? [`a ${word} of ${formatMemory(shrunk)} for "${largest.name}", if it can live with that`]
      : [`each ${word} lowered by ${Math.ceil((missing / needed) * 100)} %, if all can live with that`]),
    ...(spare === undefined ? [] : [`"${spare.name}" on another host, which frees ${formatMemory(spare.neededMiB)}`]),
  ];
}
