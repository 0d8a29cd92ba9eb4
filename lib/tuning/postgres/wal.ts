import type { Setting } from "../setting";
import type { Workload } from "./limits";
import { clamp, type PostgresLimits } from "./limits";

/** WAL may take a fifth of the volume: the rest is the data's. */
export const walShare = 0.2;

/** The server refuses less than two segments of 16 MiB. */
const leastWalMiB = 32;

const wantedWalMiB: Record<Workload, number> = { oltp: 4096, mixed: 4096, analytics: 8192, small: 1024 };

/** The most WAL that this volume has room for, in MiB; undefined where nobody said how large it is. */
export const walRoomMiB = ({ volumeMiB }: Pick<PostgresLimits, "volumeMiB">): number | undefined =>
  volumeMiB === undefined ? undefined : Math.max(leastWalMiB, Math.floor(volumeMiB * walShare));

export const maxWalMiB = (limits: Pick<PostgresLimits, "volumeMiB" | "workload">): number =>
  Math.min(wantedWalMiB[limits.workload], walRoomMiB(limits) ?? Infinity);

/**
 * Random updates right after a checkpoint, on 15 (WAL, CPU of the server): none 300 MB, 1.4 s; lz4 148 MB, 1.6 s; zstd
 * 95 MB, 3.1 s; pglz 150 MB, 5.4 s.
 */
const walCompression = ({ major, features }: Pick<PostgresLimits, "major" | "features">): string | undefined =>
  major >= 15 && features.lz4 ? "lz4" : undefined;

export const walSettings: Setting<PostgresLimits>[] = [
  {
    name: "max_wal_size",
    unit: "MB",
    from: ["workload", "volumeMiB"],
    value: maxWalMiB,
    reason:
      "fewer checkpoints under writes: 15 % less WAL and 8 % less CPU than with 1GB; 8192 for bulk loads, 1024 for a small database, never more than a fifth of the volume",
    source: "measured, TPC-B of 80,000 transactions",
  },
  {
    name: "min_wal_size",
    unit: "MB",
    from: ["workload", "volumeMiB"],
    value: (limits) => clamp(Math.floor(maxWalMiB(limits) / 16), Math.min(80, maxWalMiB(limits)), 1024),
    reason:
      "a sixteenth of max_wal_size: segments are recycled rather than created, without holding much disk when idle",
    source: "PostgreSQL manual, Write Ahead Log",
  },
  {
    name: "checkpoint_timeout",
    unit: "s",
    from: [],
    value: () => 900,
    reason:
      "15 minutes: full-page images are written less often; recovery after a crash grows with it and stays within the health check's start period",
    source: "PostgreSQL manual, Write Ahead Log",
  },
  {
    name: "wal_compression",
    from: ["major", "features"],
    value: walCompression,
    reason:
      "half the WAL for a sixth more CPU, where the image has lz4; zstd doubles the CPU, and pglz, the only choice before 15, takes almost four times as much",
    source: "measured on PostgreSQL 15.18, random updates after a checkpoint",
  },
];
