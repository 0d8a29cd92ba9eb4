const everyMs = 5_000;

/** A step takes 10 s at most, and its report is tried for less than a minute: whoever is silent for so long won't report any more. */
const silentForMs = 120_000;

/**
 * Sees to it that every run ends, whatever stopped in the middle: this service, the engine or the database.
 *
 * @param {object} services
 * @param {ReturnType<typeof import("./queue.js").runQueue>} services.queue
 * @param {ReturnType<typeof import("./dispatcher.js").runDispatcher>} services.dispatcher
 * @param {import("fastify").FastifyBaseLogger} services.log
 */
export function startCaretaker({ queue, dispatcher, log }) {
  let busy = false;

  async function look() {
    if (busy) return;
    busy = true;
    try {
      const reason = `the automation engine reported nothing for ${silentForMs / 1000} s`;
      const failed = await queue.failSilent({ silentForMs, reason });
      if (failed.length > 0) log.warn({ runIds: failed }, "silent runs marked as failed");
    } catch (error) {
      log.warn({ err: error }, "the caretaker will look again");
    } finally {
      busy = false;
    }
    dispatcher.wake();
  }

  void look();
  const timer = setInterval(look, everyMs);
  return { stop: () => clearInterval(timer) };
}
