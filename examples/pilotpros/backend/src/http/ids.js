import { notFound } from "./problem.js";

/**
 * What can't be an id can't exist either: 404 and not 400, and nothing PostgreSQL would refuse as a bigint gets that far.
 *
 * @param {import("fastify").FastifyRequest} request
 * @param {string} kind
 */
export function idOf(request, kind) {
  const { id } = /** @type {{ id: string }} */ (request.params);
  if (!/^[1-9]\d{0,17}$/.test(id)) throw notFound(`${kind} "${id}"`);
  return id;
}
