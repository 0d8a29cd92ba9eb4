import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { freshDatabase, runningService, skip } from "./support.js";

describe("processes", { skip }, () => {
  /** @type {Awaited<ReturnType<typeof freshDatabase>>} */
  let database;
  /** @type {Awaited<ReturnType<typeof runningService>>} */
  let service;
  before(async () => {
    database = await freshDatabase();
    service = await runningService({ PGDATABASE: database.name });
  });
  after(async () => {
    await service.stop();
    await database.drop();
  });

  test("three samples are there from the start, newest first, and may be cached for a second", async () => {
    const { status, headers, body } = await service.call("/api/processes");
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "public, max-age=1");
    assert.deepEqual(
      body.items.map((/** @type {any} */ item) => item.id),
      [3, 2, 1],
    );
    assert.equal(body.nextCursor, null);
  });

  test("pages follow each other without gap or repetition", async () => {
    const first = (await service.call("/api/processes?limit=2")).body;
    const second = (await service.call(`/api/processes?limit=2&cursor=${first.nextCursor}`)).body;
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      [3, 2, 1],
    );
    assert.equal(second.nextCursor, null);
  });

  test("a new process gets trimmed names, default seconds and an address", async () => {
    const made = await service.call("/api/processes", {
      method: "POST",
      body: { name: " Ship ", steps: [{ name: "Pack" }] },
    });
    assert.equal(made.status, 201);
    const found = await service.call(/** @type {string} */ (made.headers.get("location")));
    assert.deepEqual(found.body, made.body);
    assert.equal(found.body.name, "Ship");
    assert.deepEqual(found.body.steps, [{ name: "Pack", seconds: 1 }]);
    assert.equal(found.headers.get("cache-control"), "no-store");
  });

  test("a bad body is answered with all its faults", async () => {
    const body = { description: 5, extra: 1, steps: [{ name: " ", seconds: 99 }, {}] };
    const answer = await service.call("/api/processes", { method: "POST", body });
    assert.equal(answer.status, 400);
    assert.match(String(answer.headers.get("content-type")), /^application\/problem\+json/);
    const paths = answer.body.faults.map((/** @type {any} */ fault) => fault.path).sort();
    assert.deepEqual(paths, ["description", "extra", "name", "steps[0].name", "steps[0].seconds", "steps[1].name"]);
  });

  const refusals = [
    { title: "an unknown process", path: "/api/processes/999", status: 404 },
    { title: "an id that can't be one", path: "/api/processes/..%2F", status: 404 },
    { title: "an id beyond bigint", path: "/api/processes/99999999999999999999", status: 404 },
    { title: "an unknown path", path: "/api/nothing", status: 404 },
    { title: "the runs of an unknown process", path: "/api/processes/999/runs", status: 404 },
    { title: "a limit of 0", path: "/api/processes?limit=0", status: 400 },
    { title: "a limit of 101", path: "/api/processes?limit=101", status: 400 },
    { title: "an empty limit", path: "/api/processes?limit=", status: 400 },
    { title: "a made-up cursor", path: "/api/processes?cursor=abc", status: 400 },
  ];
  for (const { title, path, status } of refusals) {
    test(`${title} is a ${status} that isn't cached`, async () => {
      const answer = await service.call(path);
      assert.equal(answer.status, status);
      assert.equal(answer.body.status, status);
      assert.equal(answer.headers.get("cache-control"), "no-store");
    });
  }

  test("text that isn't JSON is a 400, another type a 415, too much a 413", async () => {
    const post = (/** @type {string} */ body, type = "application/json") =>
      service.call("/api/processes", { method: "POST", body, headers: { "content-type": type } });
    assert.equal((await post("{")).status, 400);
    assert.equal((await post("<a/>", "text/xml")).status, 415);
    assert.equal((await post(JSON.stringify({ name: "x".repeat(70_000) }))).status, 413);
  });

  test("a second start applies no migration twice", async () => {
    const again = await runningService({ PGDATABASE: database.name });
    await again.stop();
    assert.deepEqual(await database.query("select count(*)::int as n from migrations"), [{ n: 2 }]);
    assert.deepEqual(await database.query("select count(*)::int as n from processes where name = 'Close the month'"), [
      { n: 1 },
    ]);
  });
});
