import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./http-call.js";

/** About 16 s in all: the engine restarts in less, and registers a webhook up to a second after it says it's ready. */
const pausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000];

const attemptTimeoutMs = 5_000;
const probeTimeoutMs = 2_000;

/** The longest a hand-over can take, which is how long others leave it alone. */
export const handoverLeaseMs = pausesMs.reduce((sum, pause) => sum + pause, 0) + (pausesMs.length + 1) * attemptTimeoutMs + 5_000;

/**
 * n8n, as far as this service knows it.
 *
 * @param {{ automationUrl: string, pauses?: number[] }} options
 */
export function automation({ automationUrl, pauses = pausesMs }) {
  const webhook = `${automationUrl}/webhook/process-run`;

  return {
    /**
     * Delivers at least once: after a lost answer the engine may run the same run twice, and the second report of an event is ignored.
     *
     * @param {{ runId: number, token: string, callbackUrl: string, process: import("../processes/store.js").Process }} run
     * @param {AbortSignal} signal
     */
    async startRun(run, signal) {
      for (let attempt = 0; ; attempt++) {
        const refusal = await tryOnce(run, signal);
        if (refusal === null) return;
        signal.throwIfAborted();
        if (!refusal.passing || attempt === pauses.length) throw new Error(`the automation engine didn't take the run: ${refusal.reason}`);
        await sleep(pauses[attempt], undefined, { signal });
      }
    },

    async probe() {
      const began = performance.now();
      try {
        const { status } = await call(`${automationUrl}/healthz`, { timeoutMs: probeTimeoutMs });
        return { reachable: status === 200, latencyMs: since(began) };
      } catch {
        return { reachable: false, latencyMs: since(began) };
      }
    },
  };

  /**
   * @param {object} run
   * @param {AbortSignal} signal
   */
  async function tryOnce(run, signal) {
    try {
      const answer = await call(webhook, { method: "POST", body: run, timeoutMs: attemptTimeoutMs, signal });
      return refusalOf(answer);
    } catch (error) {
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
      return { passing: true, reason: code ?? message };
    }
  }
}

/** @param {import("./http-call.js").Answer} answer */
function refusalOf({ status, type, body }) {
  // While n8n migrates its database it answers everything with 200 and a page of text.
  if (status >= 200 && status < 300) return type.includes("json") ? null : { passing: true, reason: "it is still starting" };
  if (status === 404) return { passing: true, reason: "its workflow process-run isn't active" };
  return { passing: status >= 500 || status === 429, reason: `it answered ${status} ${body.slice(0, 200)}`.trim() };
}

const since = (/** @type {number} */ began) => Math.round((performance.now() - began) * 10) / 10;
