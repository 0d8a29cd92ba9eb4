import assert from "node:assert/strict";
import { get } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import { eventually, fakeEngine, freshDatabase, runningService, skip } from "./support.js";

describe("runs", { skip }, () => {
  /** @type {Awaited<ReturnType<typeof freshDatabase>>} */
  let database;
  /** @type {Awaited<ReturnType<typeof runningService>>} */
  let service;
  /** @type {Awaited<ReturnType<typeof fakeEngine>>} */
  let engine;
  /** @type {any[]} */
  let taken = [];
  let answer = { status: 200, body: '{"message":"Workflow was started"}' };

  before(async () => {
    database = await freshDatabase();
    engine = await fakeEngine((request, response) => {
      let text = "";
      request.on("data", (chunk) => (text += chunk));
      request.on("end", () => {
        if (request.url === "/webhook/process-run") taken.push(JSON.parse(text));
        response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
      });
    });
    service = await runningService({
      PGDATABASE: database.name,
      AUTOMATION_URL: engine.url,
      CALLBACK_URL: "http://api:3001",
    });
  });
  after(async () => {
    await service.stop();
    await engine.close();
    await database.drop();
  });
  beforeEach(() => {
    taken = [];
    answer = { status: 200, body: "{}" };
  });

  async function startedRun(processId = 2) {
    const { status, body } = await service.call(`/api/processes/${processId}/runs`, { method: "POST" });
    assert.equal(status, 202);
    await eventually(
      async () => taken.length,
      (count) => count > 0,
    );
    return { id: body.id, token: taken[0].token };
  }

  const report = (/** @type {{ id: number, token: string }} */ { id, token }, /** @type {object} */ body) =>
    service.call(`/internal/runs/${id}/events`, { method: "POST", body, headers: { "x-run-token": token } });

  test("the engine gets all it needs to do the run and to report it", async () => {
    const { id } = await startedRun();
    const [{ runId, callbackUrl, process, token }] = taken;
    assert.equal(runId, id);
    assert.equal(callbackUrl, "http://api:3001");
    assert.equal(process.steps.length, 3);
    assert.ok(token.length >= 40);
  });

  test("a run goes from queued to succeeded as it is reported", async () => {
    const run = await startedRun();
    assert.deepEqual((await report(run, { kind: "started", execution: "7" })).body, { proceed: true });
    for (const [position, step] of ["a", "b", "c"].entries())
      await report(run, { kind: "step", position, step, message: "done" });
    assert.equal((await report(run, { kind: "succeeded" })).status, 200);
    const { body } = await service.call(`/api/runs/${run.id}`);
    assert.equal(body.status, "succeeded");
    assert.equal(body.stepsDone, 3);
    assert.deepEqual(
      body.events.map((/** @type {any} */ event) => event.kind),
      ["queued", "started", "step", "step", "step", "succeeded"],
    );
    assert.ok(body.startedAt && body.finishedAt);
  });

  test("a report that arrives twice is kept once", async () => {
    const run = await startedRun();
    const step = { kind: "step", position: 0, step: "a" };
    for (const body of [step, step, { kind: "succeeded" }, { kind: "succeeded" }])
      assert.equal((await report(run, body)).status, 200);
    const { body } = await service.call(`/api/runs/${run.id}`);
    assert.equal(body.events.length, 3);
  });

  test("a finished run takes no other report", async () => {
    const run = await startedRun();
    await report(run, { kind: "failed", message: "no paper" });
    assert.equal((await report(run, { kind: "succeeded" })).status, 409);
    const { body } = await service.call(`/api/runs/${run.id}`);
    assert.equal(body.reason, "no paper");
  });

  test("without the run's token nothing is recorded", async () => {
    const run = await startedRun();
    for (const token of ["", "wrong", `${run.token}x`])
      assert.equal((await report({ ...run, token }, { kind: "started" })).status, 401);
    assert.equal((await report({ id: 99_999, token: run.token }, { kind: "started" })).status, 404);
    assert.equal((await service.call(`/api/runs/${run.id}`)).body.status, "queued");
  });

  test("a step report needs its step, and says so", async () => {
    const { status, body } = await report({ id: 1, token: "" }, { kind: "step" });
    assert.equal(status, 400);
    assert.deepEqual(
      body.faults.map((/** @type {any} */ fault) => fault.path),
      ["position", "step"],
    );
  });

  test("a run the engine refuses is failed with the reason", async () => {
    answer = { status: 403, body: "not you" };
    const { id } = await startedRun();
    const body = await eventually(
      async () => (await service.call(`/api/runs/${id}`)).body,
      (run) => run.status === "failed",
    );
    assert.match(body.reason, /answered 403 not you/);
    assert.equal(body.events.at(-1).kind, "failed");
  });

  test("of two deliveries of a run the first does it, and the second is told to end", async () => {
    const run = await startedRun();
    const proceeds = async (/** @type {string} */ execution) =>
      (await report(run, { kind: "started", execution })).body.proceed;
    assert.equal(await proceeds("7"), true);
    assert.equal(await proceeds("8"), false);
    assert.equal(await proceeds("7"), true, "the same execution, whose first answer was lost");
    await report(run, { kind: "succeeded" });
    assert.equal(await proceeds("7"), false);
  });

  test("a hand-over begun by a process that died is taken up again, with a new token", async () => {
    const [{ id }] = await database.query(
      "insert into runs (process_id, token_hash, handover_until) values (1, 'x', now() - interval '1 s') returning id",
    );
    await eventually(async () => taken.some(({ runId }) => runId === Number(id)), Boolean);
    const run = taken.find(({ runId }) => runId === Number(id));
    assert.equal((await report({ id: Number(id), token: run.token }, { kind: "started" })).status, 200);
  });

  test("a run nobody reports on any more is failed", async () => {
    const [{ id }] = await database.query(
      `insert into runs (process_id, token_hash, status, handed_over_at, reported_at)
       values (1, 'x', 'running', now(), now() - interval '1 h') returning id`,
    );
    const run = await eventually(
      async () => (await service.call(`/api/runs/${id}`)).body,
      ({ status }) => status === "failed",
    );
    assert.match(run.reason, /reported nothing for 120 s/);
  });

  test("the engine gets no more runs at once than it may, and the next when one has ended", async (t) => {
    await database.query("update runs set status = 'failed' where status in ('queued', 'running')");
    const own = await freshDatabase();
    const narrow = await runningService({
      PGDATABASE: own.name,
      AUTOMATION_URL: engine.url,
      AUTOMATION_CONCURRENCY: "2",
    });
    t.after(async () => {
      await narrow.stop();
      await own.drop();
    });
    for (let n = 0; n < 4; n++) await narrow.call("/api/processes/1/runs", { method: "POST" });
    await eventually(
      async () => taken.length,
      (count) => count === 2,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(
      taken.map(({ runId }) => runId),
      [1, 2],
    );
    const headers = { "x-run-token": taken[0].token };
    await narrow.call("/internal/runs/1/events", { method: "POST", body: { kind: "succeeded" }, headers });
    await eventually(
      async () => taken.length,
      (count) => count === 3,
    );
  });

  test("lists come newest first, of all processes or of one", async () => {
    const { body: all } = await service.call("/api/runs?limit=100");
    const ids = all.items.map((/** @type {any} */ run) => run.id);
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => b - a),
    );
    const { body: some } = await service.call("/api/processes/1/runs?limit=1");
    assert.equal(some.items[0].processId, 1);
    assert.ok(some.nextCursor);
  });

  test("a page that listens sees each change, and is let go at the end", async (t) => {
    const seen = [];
    const stream = get(`${service.url}/api/events`, (response) => {
      assert.equal(response.headers["content-type"], "text/event-stream");
      response.setEncoding("utf8").on("data", (text) => seen.push(text));
    });
    t.after(() => stream.destroy());
    await eventually(
      async () => seen.join(""),
      (text) => text.includes("event: hello"),
    );
    const run = await startedRun();
    await report(run, { kind: "started" });
    await eventually(
      async () => seen.join(""),
      (text) => text.includes(`"id":${run.id}`) && text.includes('"running"'),
    );
  });

  test("the summary counts the last day's runs", async () => {
    const { body } = await service.call("/api/summary");
    assert.equal(body.processes, 3);
    assert.ok(body.runs >= 8 && body.succeeded >= 2 && body.failed >= 2);
    assert.ok(body.medianSeconds >= 0);
  });
});
