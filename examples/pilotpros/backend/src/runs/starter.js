import { handoverLeaseMs } from "../automation/automation.js";
import { newToken } from "./token.js";

/**
 * Answers the caller at once and hands the run over behind his back, so that a slow engine never makes a slow page.
 *
 * @param {object} services
 * @param {ReturnType<typeof import("./store.js").runStore>} services.runs
 * @param {ReturnType<typeof import("../processes/store.js").processStore>} services.processes
 * @param {ReturnType<typeof import("../automation/automation.js").automation>} services.automation
 * @param {string} services.callbackUrl
 * @param {import("fastify").FastifyBaseLogger} services.log
 */
export function runStarter({ runs, processes, automation, callbackUrl, log }) {
  const stopping = new AbortController();
  /** @type {Set<Promise<void>>} */
  const underway = new Set();

  /**
   * @param {number} runId
   * @param {string} token
   * @param {import("../processes/store.js").Process} process
   */
  async function handOver(runId, token, process) {
    try {
      await automation.startRun({ runId, token, callbackUrl, process }, stopping.signal);
    } catch (error) {
      if (stopping.signal.aborted) return runs.putBack(runId);
      const { message } = /** @type {Error} */ (error);
      log.warn({ runId, reason: message }, "run not handed over");
      return runs.failHandover(runId, message);
    }
    // Outside the try: a run that the engine has taken must not be failed because the database is away just now.
    await runs.handedOver(runId);
  }

  /** @type {typeof handOver} */
  async function inBackground(...run) {
    const work = handOver(...run).catch((error) => log.error({ err: error, runId: run[0] }, "hand-over left to the caretaker"));
    underway.add(work);
    await work;
    underway.delete(work);
  }

  return {
    /** @param {import("../processes/store.js").Process} process */
    async start(process) {
      const { token, hash } = newToken();
      const run = await runs.add(String(process.id), { tokenHash: hash, leaseMs: handoverLeaseMs });
      void inBackground(run.id, token, process);
      return run;
    },

    /** The old token is lost with the process that made it, so the run gets a new one. */
    async resumeAbandoned() {
      for (;;) {
        const { token, hash } = newToken();
        const run = await runs.takeAbandoned({ tokenHash: hash, leaseMs: handoverLeaseMs });
        if (!run) return;
        const process = await processes.find(run.processId);
        log.info({ runId: run.id }, "hand-over resumed");
        if (process) void inBackground(run.id, token, process);
      }
    },

    async stop() {
      stopping.abort();
      await Promise.allSettled(underway);
    },
  };
}
