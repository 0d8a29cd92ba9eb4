import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const hash = (/** @type {string} */ token) => createHash("sha256").update(token).digest();

/** What no token hashes to, for a run that hasn't been handed over. */
const nobodys = Buffer.alloc(32);

/** The run's token is known to the automation engine alone; here only its hash is kept. */
export function newToken() {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hash(token) };
}

/**
 * Hashes have equal lengths and the comparison takes equal time, so an answer's time tells nothing about the token.
 *
 * @param {string} token
 * @param {Buffer | null} expected
 */
export const tokenMatches = (token, expected) => timingSafeEqual(hash(token), expected ?? nobodys);
