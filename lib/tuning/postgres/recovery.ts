/**
 * WAL that one process replays in a second, in MiB. Measured on PostgreSQL 18.4 after a kill, cold files, shared_buffers
 * of 512MB, with 10 and with 6 million rows: 197 and 135 after a bulk load, 113 and 97 after random updates with full
 * pages, 21 and 31 where every record is a small one on another page. The slowest counts.
 * Again: node tools/oracles/postgres-recovery.mjs
 */
const replayMiBPerSecond = 20;

/** Seconds that a server which was killed needs until it answers: replay of at most `maxWalMiB`. */
export const recoverySeconds = (maxWalMiB: number): number => Math.ceil(maxWalMiB / replayMiBPerSecond);
