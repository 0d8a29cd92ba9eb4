import { idOf } from "../http/ids.js";
import { pageOf, readPage } from "../http/paging.js";
import { notFound } from "../http/problem.js";
import { newProcess } from "./schema.js";

/**
 * @param {import("fastify").FastifyInstance} app
 * @param {{ processes: ReturnType<typeof import("./store.js").processStore> }} services
 */
export async function processRoutes(app, { processes }) {
  app.get("/api/processes", async (request, reply) => {
    const page = readPage(request.query);
    // One second is invisible to a reader and turns any number of readers at the edge into one query.
    reply.header("cache-control", "public, max-age=1");
    return pageOf(await processes.list(page), page);
  });

  app.post("/api/processes", { schema: { body: newProcess } }, async (request, reply) => {
    const process = await processes.add(/** @type {any} */ (request.body));
    return reply.code(201).header("location", `/api/processes/${process.id}`).send(process);
  });

  app.get("/api/processes/:id", async (request) => {
    const id = idOf(request, "process");
    return (await processes.find(id)) ?? Promise.reject(notFound(`process ${id}`));
  });
}
