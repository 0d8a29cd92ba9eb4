import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./http-call.js";

/** About 40 s in all: n8n restarts in 7 to 26 s (measured, the latter on a busy host) and registers its webhooks last. */
const pausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000];

/** Long, because n8n answers when an execution begins, and at its limit of concurrent ones (N8N_CONCURRENCY_PRODUCTION_LIMIT) that takes a while. */
const attemptTimeoutMs = 30_000;
const probeTimeoutMs = 2_000;

/**
 * n8n, as far as this service knows it.
 *
 * @param {{ automationUrl: string, pauses?: number[] }} options
 */
export function automation({ automationUrl, pauses = pausesMs }) {
  const webhook = `${automationUrl}/webhook/process-run`;

  return {
    /**
     * Delivers at least once: after a lost answer a second execution may begin, which learns from its first report that the run is taken.
     *
     * @param {{ runId: number, token: string, callbackUrl: string, process: import("../processes/store.js").Process }} run
     * @param {AbortSignal} signal
     */
    async startRun(run, signal) {
      for (let attempt = 0; ; attempt++) {
        const refusal = await tryOnce(run, signal);
        if (refusal === null) return;
        signal.throwIfAborted();
        if (!refusal.passing || attempt === pauses.length)
          throw new Error(`the automation engine didn't take the run: ${refusal.reason}`);
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
  if (status >= 200 && status < 300)
    return type.includes("json") ? null : { passing: true, reason: "it is still starting" };
  if (status === 404) return { passing: true, reason: "its workflow process-run isn't active" };
  return { passing: status >= 500 || status === 429, reason: `it answered ${status} ${body.slice(0, 200)}`.trim() };
}

const since = (/** @type {number} */ began) => Math.round((performance.now() - began) * 10) / 10;
