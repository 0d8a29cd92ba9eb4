/** Classes 08 (connection exception) and 57P0x (shutdown, crash recovery, start-up), and too many connections. */
const lostConnectionStates = /^(08|57P0[123]|53300)/;
const lostConnectionCodes = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
]);
/** pg reports these without any code. */
const lostConnectionMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/** @param {unknown} error */
export function isConnectionLost(error) {
  const { code = "", message = "" } = /** @type {{ code?: string, message?: string }} */ (error ?? {});
  return lostConnectionStates.test(code) || lostConnectionCodes.has(code) || lostConnectionMessages.test(message);
}

/** query_canceled is how statement_timeout ends a statement; for a caller both mean: not now. */
export const isDatabaseAway = (/** @type {unknown} */ error) =>
  isConnectionLost(error) || /** @type {{ code?: string }} */ (error ?? {}).code === "57014";
