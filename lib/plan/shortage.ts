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

/** The two or three that are worth trying: no program lives with less than half of what it asked for, or a quarter as the only one to give way. */
function changes(needed: number, missing: number, byNeed: readonly Needy[], word: string): string[] {
  const [largest] = byNeed;
  const shrunk = (largest?.neededMiB ?? 0) - missing;
  const oneShrinks = largest !== undefined && shrunk >= largest.neededMiB / 4;
  const proportion = Math.ceil((missing / needed) * 100);
  const leaves = byNeed.findLast(({ neededMiB }) => neededMiB >= missing);
  return [
    `a host of ${formatMemory(smallestHostMiB(needed))}`,
    ...(oneShrinks ? [`a ${word} of ${formatMemory(shrunk)} for "${largest.name}", if it can live with that`] : []),
    ...(!oneShrinks && proportion <= 50 ? [`each ${word} lowered by ${proportion} %, if all can live with that`] : []),
    ...(leaves === undefined
      ? []
      : [`"${leaves.name}" on another host, which frees ${formatMemory(leaves.neededMiB)}`]),
  ];
}
