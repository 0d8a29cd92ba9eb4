import { STATUS_CODES } from "node:http";

/** @typedef {{ path: string, problem: string }} Fault */

/** An answer that isn't a success, in the form of RFC 9457. Only what a caller may read goes in here. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {{ faults?: Fault[], headers?: Record<string, string> }} [more]
   */
  constructor(status, detail, { faults, headers } = {}) {
    super(detail);
    this.status = status;
    this.faults = faults;
    this.headers = headers ?? {};
  }
}

export const notFound = (/** @type {string} */ what) => new Problem(404, `${what} doesn't exist`);

export const badRequest = (/** @type {Fault[]} */ faults) =>
  new Problem(400, `the request has ${faults.length} fault${faults.length === 1 ? "" : "s"}`, { faults });

export const databaseAway = () =>
  new Problem(503, "the database doesn't answer at the moment, try again", { headers: { "retry-after": "1" } });

/**
 * @param {import("fastify").FastifyReply} reply
 * @param {Problem} problem
 */
export function sendProblem(reply, problem) {
  const { status, message, faults, headers } = problem;
  return reply
    .code(status)
    .headers({ ...headers, "cache-control": "no-store" })
    .type("application/problem+json")
    .send(
      JSON.stringify({ title: STATUS_CODES[status], status, detail: message, requestId: reply.request.id, faults }),
    );
}
