import { isDatabaseAway } from "../database/errors.js";
import { Problem, badRequest, databaseAway, sendProblem } from "./problem.js";

/**
 * Every error leaves through here, so that no stack trace and no SQL ever reaches a caller.
 *
 * @param {import("fastify").FastifyInstance} app
 */
export function answerErrors(app) {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(/** @type {import("fastify").FastifyError} */ (error));
    if (problem.status >= 500) request.log.error({ err: error }, "request failed");
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new Problem(404, `there is no ${request.method} ${pathOf(request.url)}`)),
  );
}

/** @param {import("fastify").FastifyError | Problem} error */
function problemOf(error) {
  if (error instanceof Problem) return error;
  if (error.validation) return badRequest(error.validation.filter(({ keyword }) => keyword !== "if").map(faultOf));
  if (isDatabaseAway(error)) return databaseAway();
  if (error.code === "FST_ERR_HANDLER_TIMEOUT") return new Problem(503, "the answer took too long, try again");
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Problem(status, error.message);
  return new Problem(500, "an unexpected error, the service's log has the details under this request id");
}

/**
 * @param {import("fastify").FastifySchemaValidationError} fault
 * @returns {import("./problem.js").Fault}
 */
function faultOf({ instancePath, keyword, message, params }) {
  const path = instancePath
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
  const join = (/** @type {unknown} */ name) => [path, name].filter(Boolean).join(".");
  if (keyword === "required") return { path: join(params.missingProperty), problem: "is missing" };
  if (keyword === "additionalProperties") return { path: join(params.additionalProperty), problem: "is not known" };
  if (keyword === "pattern") return { path, problem: "must not be blank" };
  return { path: path || "body", problem: message ?? "is not valid" };
}

const pathOf = (/** @type {string} */ url) => url.split("?", 1)[0];
