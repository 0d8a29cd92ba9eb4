const heartbeatMs = 15_000;

/** A page that reads nothing while this much waits for it is gone or asleep; it reconnects when it wakes up. */
const mostWaitingBytes = 256 * 1024;

/** Changes that arrive this close together are read from the database and sent as one. */
const gatherMs = 50;

/**
 * Server-sent events about runs, to every page that listens.
 *
 * @param {object} services
 * @param {ReturnType<typeof import("./store.js").runStore>} services.runs
 * @param {import("fastify").FastifyBaseLogger} services.log
 */
export function runStream({ runs, log }) {
  /** @type {Set<import("node:http").ServerResponse>} */
  const pages = new Set();
  /** @type {Set<string>} */
  let changed = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let gathering;

  const send = (/** @type {string} */ text) => {
    for (const page of pages) {
      if (page.writableLength > mostWaitingBytes) page.destroy();
      else page.write(text);
    }
  };

  // Keeps proxies from closing a quiet stream; and a page, which never sees comments, learns from the event that it isn't cut off.
  const heartbeat = setInterval(() => send(": still here\nevent: beat\ndata: {}\n\n"), heartbeatMs);

  async function sendChanged() {
    const ids = [...changed];
    changed = new Set();
    gathering = undefined;
    try {
      for (const run of await runs.findAll(ids)) send(`event: run\ndata: ${JSON.stringify(run)}\n\n`);
    } catch (error) {
      log.warn({ err: error }, "changes not sent, pages are told to read anew");
      send("event: resync\ndata: {}\n\n");
    }
  }

  return {
    /** @param {string} runId */
    changed(runId) {
      if (pages.size === 0) return;
      changed.add(runId);
      gathering ??= setTimeout(sendChanged, gatherMs);
    },

    resync: () => send("event: resync\ndata: {}\n\n"),

    /** @param {import("node:http").ServerResponse} response */
    open(response) {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        // nginx would otherwise collect events until a buffer is full.
        "x-accel-buffering": "no",
      });
      response.write("retry: 2000\nevent: hello\ndata: {}\n\n");
      pages.add(response);
      response.on("error", () => {});
      response.once("close", () => pages.delete(response));
    },

    close() {
      clearInterval(heartbeat);
      clearTimeout(gathering);
      for (const page of pages) page.end();
      pages.clear();
    },
  };
}
