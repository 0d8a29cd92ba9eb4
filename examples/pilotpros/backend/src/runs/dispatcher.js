import { leaseMs } from "./queue.js";
import { newToken } from "./token.js";

/**
 * Hands waiting runs over to the automation engine, as many at once as it does at once.
 *
 * @param {object} services
 * @param {ReturnType<typeof import("./queue.js").runQueue>} services.queue
 * @param {ReturnType<typeof import("../processes/store.js").processStore>} services.processes
 * @param {ReturnType<typeof import("../automation/automation.js").automation>} services.automation
 * @param {Pick<import("../config.js").Config, "callbackUrl" | "automationConcurrency">} services.config
 * @param {import("fastify").FastifyBaseLogger} services.log
 */
export function runDispatcher({ queue, processes, automation, config, log }) {
  const stopping = new AbortController();
  /** @type {Map<number, Promise<void>>} */
  const underway = new Map();
  let looking = false;
  let lookAgain = false;

  const renewal = setInterval(() => {
    if (underway.size === 0) return;
    queue.renew([...underway.keys()]).catch((error) => log.warn({ err: error }, "leases not renewed"));
  }, leaseMs / 3);

  /** Called whenever there may be a run to take or room for one; calls that come while it looks are one more look. */
  async function wake() {
    lookAgain = true;
    if (looking) return;
    looking = true;
    try {
      while (lookAgain && !stopping.signal.aborted) {
        lookAgain = false;
        await takeAll();
      }
    } catch (error) {
      log.warn({ err: error }, "waiting runs not taken, the caretaker will wake again");
    } finally {
      looking = false;
    }
  }

  async function takeAll() {
    while (!stopping.signal.aborted) {
      const { token, hash } = newToken();
      const run = await queue.take({ tokenHash: hash, most: config.automationConcurrency });
      if (!run) return;
      const work = handOver(run, token).catch((error) =>
        log.error({ err: error, runId: run.id }, "hand-over left to the caretaker"),
      );
      underway.set(
        run.id,
        work.finally(() => underway.delete(run.id)),
      );
    }
  }

  /**
   * @param {{ id: number, processId: string }} run
   * @param {string} token
   */
  async function handOver({ id, processId }, token) {
    const process = await processes.find(processId);
    if (!process) return;
    try {
      await automation.startRun({ runId: id, token, callbackUrl: config.callbackUrl, process }, stopping.signal);
    } catch (error) {
      if (stopping.signal.aborted) return queue.putBack(id);
      const { message } = /** @type {Error} */ (error);
      log.warn({ runId: id, reason: message }, "run not handed over");
      return queue.refuse(id, message);
    }
    // Outside the try: a run that the engine has taken must not be failed because the database is away just now.
    await queue.handedOver(id);
  }

  return {
    wake: () => void wake(),

    async stop() {
      stopping.abort();
      clearInterval(renewal);
      await Promise.allSettled(underway.values());
    },
  };
}
