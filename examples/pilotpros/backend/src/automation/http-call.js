import http from "node:http";
import https from "node:https";

/**
 * node:http and not fetch(), which alone adds some 30 MB to a service of 60.
 *
 * @typedef {{ status: number, type: string, body: string }} Answer
 */

const largestAnswer = 64 * 1024;

/**
 * @param {string} url
 * @param {{ method?: string, body?: unknown, timeoutMs: number, signal?: AbortSignal }} options
 * @returns {Promise<Answer>}
 */
export function call(url, { method = "GET", body, timeoutMs, signal }) {
  const { request } = url.startsWith("https:") ? https : http;
  const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = payload && { "content-type": "application/json", "content-length": payload.length };
  const limit = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  return new Promise((resolve, reject) => {
    const fail = (/** @type {Error} */ error) =>
      reject(limit.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    const sent = request(url, { method, headers, signal: either }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
        if (text.length > largestAnswer) response.destroy(new Error("the answer is too long"));
      });
      response.on("error", fail);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", body: text }),
      );
    });
    sent.on("error", fail);
    sent.end(payload);
  });
}
