import type * as docker from "@pulumi/docker";
import type { Limits } from "../../spec/service-spec";

/**
 * Trap swap-doubling: left out, the engine sets memorySwap to twice the memory, the provider reads that back as a change,
 * and a later raise of memory fails above the old swap. Equal also means: no swap.
 */
export const memoryLimit = (
  limits: Limits,
): Pick<docker.ContainerArgs, "memory" | "memorySwap" | "memoryReservation" | "shmSize"> => ({
  memory: limits.memoryMiB,
  memorySwap: limits.memoryMiB,
  memoryReservation: limits.memoryReservationMiB,
  shmSize: limits.shmMiB,
});
