import assert from "node:assert/strict";
import { test } from "node:test";
import { automation } from "../src/automation/automation.js";
import { fakeEngine } from "./support.js";

const run = { runId: 1, token: "t", callbackUrl: "http://x", process: /** @type {any} */ ({ id: 1, steps: [] }) };
const never = new AbortController().signal;
const json = { "content-type": "application/json" };

/**
 * @param {import("node:test").TestContext} t
 * @param {{ status: number, headers?: Record<string, string>, body?: string }[]} answers the last one is repeated
 */
async function engineThatAnswers(t, answers) {
  let asked = 0;
  const engine = await fakeEngine((request, response) => {
    const { status, headers = json, body = "{}" } = answers[Math.min(asked++, answers.length - 1)];
    request.resume().on("end", () => response.writeHead(status, headers).end(body));
  });
  t.after(engine.close);
  return { client: automation({ automationUrl: engine.url, pauses: [1, 1, 1] }), asked: () => asked };
}

const rows = [
  { title: "takes a 200 with JSON for accepted", answers: [{ status: 200 }], attempts: 1 },
  {
    title: "tries again while the webhook isn't registered",
    answers: [{ status: 404 }, { status: 404 }, { status: 200 }],
    attempts: 3,
  },
  {
    title: "tries again while the engine starts, which it tells as text with 200",
    answers: [{ status: 200, headers: { "content-type": "text/html" }, body: "n8n is starting up" }, { status: 200 }],
    attempts: 2,
  },
  {
    title: "gives up with the reason after the last pause",
    answers: [{ status: 404 }],
    attempts: 4,
    fails: /process-run isn't active/,
  },
  {
    title: "doesn't repeat what can't get better",
    answers: [{ status: 403, body: "no" }],
    attempts: 1,
    fails: /answered 403 no/,
  },
];

for (const { title, answers, attempts, fails } of rows) {
  test(title, async (t) => {
    const { client, asked } = await engineThatAnswers(t, answers);
    const started = client.startRun(run, never);
    await (fails ? assert.rejects(started, fails) : started);
    assert.equal(asked(), attempts);
  });
}

test("an engine that isn't there is told by its code", async () => {
  const client = automation({ automationUrl: "http://127.0.0.1:1", pauses: [1] });
  await assert.rejects(client.startRun(run, never), /ECONNREFUSED/);
  assert.equal((await client.probe()).reachable, false);
});
