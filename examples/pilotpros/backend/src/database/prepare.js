import { setTimeout as sleep } from "node:timers/promises";
import { isConnectionLost } from "./errors.js";
import { migrate } from "./migrate.js";

const patienceMs = 60_000;

/** 28P01 and 3D000: on a first start, roles and databases may appear after the server already answers. */
const notThereYet = new Set(["28P01", "28000", "3D000"]);

/**
 * Containers start in any order, so a missing database at start is a matter of patience and not a reason to crash.
 *
 * @param {import("./database.js").Database} database
 * @param {{ log: import("fastify").FastifyBaseLogger, signal: AbortSignal }} options
 */
export async function prepareDatabase(database, { log, signal }) {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await migrate(database, log);
    } catch (error) {
      const { code = "", message } = /** @type {Error & { code?: string }} */ (error);
      const worthWaiting = isConnectionLost(error) || notThereYet.has(code);
      if (!worthWaiting || Date.now() + pauseMs > giveUpAt) throw error;
      log.warn({ reason: message, retryInMs: pauseMs }, "waiting for the database");
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
