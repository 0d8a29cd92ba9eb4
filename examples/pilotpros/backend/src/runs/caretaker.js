const everyMs = 10_000;

/** Longer than n8n's limit for one execution (300 s): whoever is silent for so long won't report any more. */
const silentForMs = 330_000;

/**
 * Sees to it that every run ends, whatever stopped in the middle: this service, the engine or the database.
 *
 * @param {object} services
 * @param {ReturnType<typeof import("./store.js").runStore>} services.runs
 * @param {ReturnType<typeof import("./starter.js").runStarter>} services.starter
 * @param {import("fastify").FastifyBaseLogger} services.log
 */
export function startCaretaker({ runs, starter, log }) {
  let busy = false;

  async function look() {
    if (busy) return;
    busy = true;
    try {
      await starter.resumeAbandoned();
      const reason = `the automation engine reported nothing for ${silentForMs / 1000} s`;
      const failed = await runs.failSilent({ silentForMs, reason });
      if (failed.length > 0) log.warn({ runIds: failed }, "silent runs marked as failed");
    } catch (error) {
      log.warn({ err: error }, "the caretaker will look again");
    } finally {
      busy = false;
    }
  }

  void look();
  const timer = setInterval(look, everyMs);
  return { stop: () => clearInterval(timer) };
}
