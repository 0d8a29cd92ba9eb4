/**
 * @param {import("fastify").FastifyInstance} app
 * @param {{ stream: ReturnType<typeof import("./stream.js").runStream> }} services
 */
export async function streamRoute(app, { stream }) {
  app.get("/api/events", async (request, reply) => {
    reply.hijack();
    stream.open(reply.raw);
  });
  // Streams never end by themselves, and closing the server waits for all that is open.
  app.addHook("preClose", async () => stream.close());
}
