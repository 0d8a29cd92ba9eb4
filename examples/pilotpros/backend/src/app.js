import Fastify from "fastify";
import { answerErrors } from "./http/errors.js";
import { databaseAway } from "./http/problem.js";
import { processRoutes } from "./processes/routes.js";
import { reportRoute } from "./runs/report-route.js";
import { runRoutes } from "./runs/routes.js";
import { streamRoute } from "./runs/stream-route.js";
import { statusRoutes } from "./status/routes.js";

/** The health check asks every few seconds; a line for each would bury the rest. */
const isProbe = (/** @type {string} */ url) => url.startsWith("/health");

/** @param {import("./config.js").Config} config */
export function createServer(config) {
  return Fastify({
    logger: { level: config.logLevel },
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    requestIdHeader: "x-request-id",
    // The edge is the one hop in front.
    trustProxy: 1,
    bodyLimit: 64 * 1024,
    requestTimeout: config.requestTimeoutMs,
    handlerTimeout: config.requestTimeoutMs,
    // Longer than nginx keeps an idle connection (60 s), or it would now and then write into one that was just closed.
    keepAliveTimeout: 75_000,
    // A caller learns all faults at once, and nothing is bent until it fits.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false } },
  });
}

/**
 * @param {import("fastify").FastifyInstance} app
 * @param {any} services what main.js puts together
 */
export function addRoutes(app, services) {
  answerErrors(app);

  app.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    if (isProbe(request.url) || services.readiness.isPrepared()) return;
    throw databaseAway();
  });

  app.addHook("onResponse", async (request, reply) => {
    if (isProbe(request.url)) return;
    const { method, url, ip } = request;
    request.log.info({ method, url, ip, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "answered");
  });

  for (const routes of [processRoutes, runRoutes, reportRoute, streamRoute, statusRoutes])
    app.register(routes, services);
}
