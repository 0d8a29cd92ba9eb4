import { idOf } from "../http/ids.js";
import { pageOf, readPage } from "../http/paging.js";
import { notFound } from "../http/problem.js";

/**
 * @param {import("fastify").FastifyInstance} app
 * @param {object} services
 * @param {ReturnType<typeof import("./store.js").runStore>} services.runs
 * @param {ReturnType<typeof import("../processes/store.js").processStore>} services.processes
 * @param {ReturnType<typeof import("./dispatcher.js").runDispatcher>} services.dispatcher
 */
export async function runRoutes(app, { runs, processes, dispatcher }) {
  /** @param {import("fastify").FastifyRequest} request */
  async function processOf(request) {
    const id = idOf(request, "process");
    return (await processes.find(id)) ?? Promise.reject(notFound(`process ${id}`));
  }

  app.get("/api/runs", async (request) => {
    const page = readPage(request.query);
    return pageOf(await runs.list(page), page);
  });

  app.get("/api/runs/:id", async (request) => {
    const id = idOf(request, "run");
    return (await runs.findWithEvents(id)) ?? Promise.reject(notFound(`run ${id}`));
  });

  app.get("/api/processes/:id/runs", async (request) => {
    const page = readPage(request.query);
    const { id } = await processOf(request);
    return pageOf(await runs.listOf(String(id), page), page);
  });

  app.post("/api/processes/:id/runs", async (request, reply) => {
    const { id } = await processOf(request);
    const run = await runs.add(String(id));
    // Handed over behind the caller's back: a slow engine never makes a slow page.
    dispatcher.wake();
    return reply.code(202).header("location", `/api/runs/${run.id}`).send(run);
  });
}
