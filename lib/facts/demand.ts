import type { Demand } from "../plan/demand";
import { formatMemory } from "../units/memory";
import type { ServiceDefaults } from "../validation/service";

/** A component's own limits as a demand: its default is what it runs well with, the least its program starts with its minimum. */
export const demandOf = ({ memory, cpus, leastMemoryMiB }: ServiceDefaults): Demand => ({
  minimum: formatMemory(leastMemoryMiB),
  ideal: memory,
  cpus,
});
