import { idOf } from "../http/ids.js";
import { report } from "./schema.js";

/**
 * Outside /api/, the only prefix that the edge publishes: reports come from the automation engine through the inner network alone.
 *
 * @param {import("fastify").FastifyInstance} app
 * @param {{ runs: ReturnType<typeof import("./store.js").runStore> }} services
 */
export async function reportRoute(app, { runs }) {
  app.post("/internal/runs/:id/events", { schema: { body: report } }, async (request) => {
    const id = idOf(request, "run");
    const token = String(request.headers["x-run-token"] ?? "");
    return runs.record(id, token, /** @type {import("./store.js").Report} */ (request.body));
  });
}
