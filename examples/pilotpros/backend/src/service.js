import { addRoutes, createServer } from "./app.js";
import { automation } from "./automation/automation.js";
import { Database } from "./database/database.js";
import { prepareDatabase } from "./database/prepare.js";
import { processStore } from "./processes/store.js";
import { startCaretaker } from "./runs/caretaker.js";
import { listenForChanges } from "./runs/change-listener.js";
import { runDispatcher } from "./runs/dispatcher.js";
import { runQueue } from "./runs/queue.js";
import { runStore } from "./runs/store.js";
import { runStream } from "./runs/stream.js";
import { readiness } from "./status/readiness.js";

/**
 * Puts the parts together. It listens before the database is there, so that the health check can tell waiting from dead.
 *
 * @param {import("./config.js").Config} config
 */
export async function startService(config) {
  const app = createServer(config);
  const { log } = app;
  const database = new Database(config.database, { requestTimeoutMs: config.requestTimeoutMs, log });
  const processes = processStore(database);
  const runs = runStore(database);
  const engine = automation(config);
  const queue = runQueue(database);
  const dispatcher = runDispatcher({ queue, processes, automation: engine, config, log });
  const stream = runStream({ runs, log });
  const ready = readiness(database);
  const stopping = new AbortController();
  /** @type {{ stop: () => unknown }[]} */
  const background = [dispatcher];

  addRoutes(app, { database, processes, runs, automation: engine, dispatcher, stream, readiness: ready });
  await app.listen({ host: config.host, port: config.port });

  /** @param {string} runId */
  function onChange(runId) {
    stream.changed(runId);
    // The change may be an end, which makes room for the next.
    dispatcher.wake();
  }

  async function prepare() {
    await prepareDatabase(database, { log, signal: stopping.signal });
    background.push(startCaretaker({ queue, dispatcher, log }));
    background.push(listenForChanges({ database, onChange, onReconnect: stream.resync, log }));
    ready.markPrepared();
    log.info("ready");
  }

  return {
    app,
    prepared: prepare(),

    /** The server first, so that every request it took finds its database open. */
    async stop() {
      stopping.abort();
      await app.close();
      await Promise.all(background.map((part) => part.stop()));
      await database.close();
    },
  };
}
