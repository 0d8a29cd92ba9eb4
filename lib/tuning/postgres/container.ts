import type { Setting } from "../setting";
import { maxConnections } from "./connections";
import type { Storage } from "./limits";
import { type PostgresLimits } from "./limits";
import { postgresShmMiB, workerProcesses } from "./memory";
import { recoverySeconds } from "./recovery";
import { maxWalMiB } from "./wal";

/** What these are called: names of the settings that stand beside the server's own. */
export const containerNames = {
  shm: "shm_size",
  stopGrace: "stop_grace_period",
  startPeriod: "start_period",
  pids: "pids_limit",
} as const;

/** Seconds that any start and any stop is given, however little there is to read or write. */
export const leastSeconds = 120;

/** What a checkpoint is counted on to write in a second, in MiB: far below what these can do, as a host is shared. */
const writtenMiBPerSecond: Record<Storage, number> = { ssd: 100, san: 100, hdd: 30 };

/** Room for what every server starts beside sessions and workers: writers, launchers, I/O workers, the health check's probe. */
const otherProcesses = 64;

export const containerSettings: Setting<PostgresLimits>[] = [
  {
    name: containerNames.shm,
    place: "container",
    unit: "MiB",
    from: ["memoryMiB", "cpus", "workload", "clientConnections"],
    value: postgresShmMiB,
    reason:
      "/dev/shm holds what parallel queries and maintenance share: a bound that costs nothing until used, so all that the memory sum gives them; 64, Docker's own, fails with `No space left`",
    source: "docker-library/postgres #416",
  },
  {
    name: containerNames.stopGrace,
    place: "container",
    unit: "s",
    from: ["memoryMiB", "storage"],
    value: ({ memoryMiB, storage }) =>
      Math.max(leastSeconds, 30 + Math.ceil(memoryMiB / 4 / writtenMiBPerSecond[storage])),
    reason: "a fast shutdown writes all of shared_buffers at worst; Docker's own 10 s would end it as a crash",
    source: "formula: shared_buffers at 100 MiB a second, 30 on a disk that turns",
  },
  {
    name: containerNames.startPeriod,
    place: "container",
    unit: "s",
    from: ["workload", "volumeMiB", "givenWalMiB"],
    value: (limits) => Math.max(leastSeconds, 30 + recoverySeconds(limits.givenWalMiB ?? maxWalMiB(limits))),
    reason: "covers a start after a crash, when all WAL up to max_wal_size is replayed before the server answers",
    source: "measured: replay of small records, 20 MiB a second (tools/oracles/postgres-recovery.mjs)",
  },
  {
    name: containerNames.pids,
    place: "container",
    from: ["clientConnections", "cpus"],
    value: (limits) => Math.max(256, maxConnections(limits) + workerProcesses(limits) + otherProcesses),
    reason: "a process for each connection and each worker, and 64 for the server itself; at least 256",
    source: "PostgreSQL forks for each session",
  },
];
