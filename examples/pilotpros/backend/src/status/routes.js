import { createRequire } from "node:module";
import { readSummary } from "./summary.js";

const { version } = createRequire(import.meta.url)("../../package.json");

/**
 * @param {import("fastify").FastifyInstance} app
 * @param {object} services
 * @param {import("../database/database.js").Database} services.database
 * @param {ReturnType<typeof import("../automation/automation.js").automation>} services.automation
 * @param {ReturnType<typeof import("./readiness.js").readiness>} services.readiness
 */
export async function statusRoutes(app, { database, automation, readiness }) {
  app.get("/health/live", async () => ({ status: "live" }));

  app.get("/health", async (_request, reply) => {
    const { ready, database } = await readiness.check();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "live", database });
  });

  app.get("/api/status", async () => {
    const [databaseStatus, automationStatus] = await Promise.all([probeDatabase(), automation.probe()]);
    return {
      service: { version, node: process.version, uptimeSeconds: Math.round(process.uptime()) },
      database: databaseStatus,
      automation: automationStatus,
    };
  });

  app.get("/api/summary", async () => readSummary(database));

  async function probeDatabase() {
    const began = performance.now();
    try {
      const [{ version }] = await database.read("select current_setting('server_version') as version");
      return { reachable: true, latencyMs: Math.round((performance.now() - began) * 10) / 10, version };
    } catch {
      return { reachable: false, latencyMs: null, version: null };
    }
  }
}
