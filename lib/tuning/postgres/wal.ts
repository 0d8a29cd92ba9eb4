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

/** Compression of full-page images that this build has. Never pglz: it doubled the time of an index build. */
function walCompression({ major, features }: Pick<PostgresLimits, "major" | "features">): string | undefined {
  if (major < 15) return undefined;
  return features.lz4 ? "lz4" : features.zstd ? "zstd" : undefined;
}

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
      "less WAL for little CPU, by what the image is built with; pglz, the only choice before 15, doubled the time of an index build",
    source: "measured; the official image is built with lz4",
  },
];
