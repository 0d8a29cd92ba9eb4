import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { eventually, freshDatabase, runningService, skip } from "./support.js";

const root = new URL("..", import.meta.url);

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param {Record<string, string>} env */
async function spawnedService(env) {
  const port = await freePort();
  const all = { ...process.env, HOST: "127.0.0.1", PORT: String(port), LOG_LEVEL: "silent", ...env };
  const child = spawn(process.execPath, ["src/server.js"], {
    cwd: root,
    env: all,
    stdio: ["ignore", "inherit", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const exit = once(child, "exit");
  const status = async (/** @type {string} */ path) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      async (answer) => ({ status: answer.status, body: await answer.json() }),
      () => ({ status: 0, body: {} }),
    );
  return { child, port, exit, status, errors: () => errors, env: all };
}

/** @param {Record<string, string | undefined>} env */
async function healthcheck(env) {
  const [code] = await once(
    spawn(process.execPath, ["healthcheck.mjs"], { cwd: root, env: { ...process.env, ...env } }),
    "exit",
  );
  return code;
}

test("a wrong environment ends the start with every fault", async () => {
  const { exit, errors } = await spawnedService({ PGPOOL_MAX: "0", REQUEST_TIMEOUT_MS: "x" });
  assert.deepEqual(await exit, [1, null]);
  assert.match(errors(), /2 fault[^]*PGPOOL_MAX[^]*REQUEST_TIMEOUT_MS/);
});

test("without a database the service lives, isn't ready, refuses politely and stops at once", async () => {
  const { child, exit, status, env } = await spawnedService({ PGHOST: "127.0.0.1", PGPORT: "1" });
  await eventually(
    () => status("/health/live"),
    (answer) => answer.status === 200,
  );
  assert.deepEqual(await status("/health"), { status: 503, body: { status: "live", database: "waiting" } });
  assert.equal((await status("/api/processes")).status, 503);
  assert.equal(await healthcheck(env), 1);
  child.kill("SIGTERM");
  assert.deepEqual(await exit, [0, null]);
});

describe("with a database", { skip }, () => {
  /** @type {Awaited<ReturnType<typeof freshDatabase>>} */
  let database;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.drop());

  test("it becomes ready, and SIGTERM closes open streams and exits 0", async () => {
    const { child, port, exit, status, env } = await spawnedService({ PGDATABASE: database.name });
    await eventually(
      () => status("/health"),
      (answer) => answer.body.status === "ready",
    );
    assert.equal(await healthcheck(env), 0);
    const stream = get(`http://127.0.0.1:${port}/api/events`, { agent: false });
    const [response] = await once(stream, "response");
    response.resume();
    const ended = once(response, "end");
    child.kill("SIGTERM");
    await ended;
    assert.deepEqual(await exit, [0, null]);
  });

  test("streams live longer than a request may take", async () => {
    const service = await runningService({ PGDATABASE: database.name, REQUEST_TIMEOUT_MS: "1000" });
    const stream = get(`${service.url}/api/events`, { agent: false });
    const [response] = await once(stream, "response");
    let over = false;
    response.resume().on("end", () => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(over, false);
    await service.stop();
  });

  test("broken connections are survived: reads answer, and changes are heard again", async () => {
    const service = await runningService({ PGDATABASE: database.name });
    const killAll = () =>
      database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pilotpros-backend' and datname = current_database()",
      );
    await service.call("/api/processes");
    await killAll();
    const answers = await Promise.all(Array.from({ length: 5 }, () => service.call("/api/processes")));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    );
    const listening = () =>
      database.query(
        "select 1 from pg_stat_activity where query = 'listen run_changed' and datname = current_database()",
      );
    await eventually(listening, (rows) => rows.length === 1);
    await service.stop();
  });
});
