import type { Limits, Scratch } from "./service-spec";

/** Rotated logs: 10 MB three times bounds each container's log at 30 MB, whatever it prints. */
export const logRotation = { maxSize: "10m", maxFiles: "3" };

/** Processes and threads of a container. Node starts about 12, PostgreSQL one for each connection; a fork bomb needs thousands. */
export const defaultPids = 256;

/** Docker's own size of /dev/shm. */
export const defaultShmMiB = 64;

/** A temporary folder in memory for a read-only container. Its pages count against the memory limit. */
export const temporaryFolder = (sizeMiB: number): Scratch => ({ path: "/tmp", sizeMiB, mode: "1777" });

/** Limits of a helper that runs for a second beside a service. */
export const taskLimits: Limits = {
  memoryMiB: 256,
  memoryReservationMiB: 32,
  cpus: 1,
  cpusReserved: 0.1,
  pids: 64,
  shmMiB: defaultShmMiB,
};

/** The official image's nginx; it needs no capability, not even for port 80. */
export const nginxUser = "101:101";

/** 127.0.0.1: what is published is reachable from the host alone, unless more is asked for. */
export const defaultPublishAddress = "127.0.0.1";
