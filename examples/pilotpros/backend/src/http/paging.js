import { badRequest } from "./problem.js";

/**
 * Pages follow the key, not an offset: page 500 costs what page 1 costs, and rows added meanwhile shift nothing.
 *
 * @typedef {{ limit: number, before: string | null }} Page
 */

const largestPage = 100;

/**
 * @param {unknown} query
 * @returns {Page}
 */
export function readPage(query, { defaultLimit = 20 } = {}) {
  const { limit, cursor } = /** @type {Record<string, unknown>} */ (query ?? {});
  const faults = [];
  const size = limit === undefined ? defaultLimit : Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > largestPage || limit === "") {
    faults.push({ path: "limit", problem: `must be a whole number from 1 to ${largestPage}` });
  }
  const before = cursor === undefined ? null : decodeCursor(cursor);
  if (before === undefined) faults.push({ path: "cursor", problem: "must be the nextCursor of an earlier answer" });
  if (faults.length > 0) throw badRequest(faults);
  return { limit: size, before: before ?? null };
}

/**
 * Takes one row more than the page holds, which tells whether there is a next page without counting.
 *
 * @template {{ id: number }} Row
 * @param {Row[]} rows
 * @param {Page} page
 */
export function pageOf(rows, { limit }) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}

const encodeCursor = (/** @type {number} */ id) => Buffer.from(`before:${id}`).toString("base64url");

/** @param {unknown} cursor */
function decodeCursor(cursor) {
  return /^before:(\d{1,18})$/.exec(Buffer.from(String(cursor), "base64url").toString())?.[1];
}
