/**
 * WAL that one process replays in a second, in MiB. Measured on PostgreSQL 18.4 after a kill, cold files, shared_buffers
 * of 512MB: 197 after a bulk load, 113 after random updates with full pages, 21 where every record is a small one on
 * another page. The slowest counts.
 */
const replayMiBPerSecond = 20;

/** Seconds that a server which was killed needs until it answers: replay of at most `maxWalMiB`. */
export const recoverySeconds = (maxWalMiB: number): number => Math.ceil(maxWalMiB / replayMiBPerSecond);
