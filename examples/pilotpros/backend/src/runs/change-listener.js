import { setTimeout as sleep } from "node:timers/promises";

const reconnectMs = 1_000;

/**
 * Hears from PostgreSQL which runs changed, so that a page sees them whichever copy of the service it is connected to.
 *
 * @param {object} options
 * @param {import("../database/database.js").Database} options.database
 * @param {(runId: string) => void} options.onChange
 * @param {() => void} options.onReconnect called when changes may have been missed
 * @param {import("fastify").FastifyBaseLogger} options.log
 */
export function listenForChanges({ database, onChange, onReconnect, log }) {
  const stopping = new AbortController();
  /** @type {import("pg").Client | undefined} */
  let client;

  async function listenOnce() {
    const current = (client = database.dedicatedClient());
    const ended = new Promise((resolve) => current.once("end", resolve));
    current.on("error", (error) => log.warn({ reason: error.message }, "listening for changes was interrupted"));
    current.on("notification", ({ payload }) => payload && onChange(payload));
    try {
      await current.connect();
      await current.query("listen run_changed");
      onReconnect();
      await ended;
    } finally {
      current.end().catch(() => {});
    }
  }

  async function keepListening() {
    while (!stopping.signal.aborted) {
      await listenOnce().catch((error) => log.debug({ reason: error.message }, "can't listen for changes yet"));
      await sleep(reconnectMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  void keepListening();
  return {
    async stop() {
      stopping.abort();
      await client?.end().catch(() => {});
    },
  };
}
