import * as docker from "@pulumi/docker";
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  assertAgrees,
  assertFitsOn,
  assertHardened,
  assertNoSecretsInEnvironment,
  assertPublishesOnly,
  Match,
  TestStack,
  unknown,
  type RunOptions,
} from "plimsoll/testing";

const secrets = { postgresPassword: "a-Secret-1", ordersPassword: "a-Secret-2" };

/** Runs the program anew, as `pulumi up` would. */
const run = (options?: RunOptions) => TestStack.run(() => import("../index"), { secrets, ...options });

describe("the shop", () => {
  let stack: TestStack;
  before(async () => {
    stack = await run({ stack: "production" });
  });

  it("is hardened, fits its host, shows no secret and publishes its door alone", () => {
    assertHardened(stack);
    assertFitsOn(stack, "2cpu,2GiB");
    assertAgrees(stack);
    assertNoSecretsInEnvironment(stack);
    assertPublishesOnly(stack, ["127.0.0.1:8080"]);
  });

  it("keeps the database's data in production, and only there", async () => {
    assert.equal(stack.resource(docker.Volume, "db-data").options.protect, true);
    const development = await run({ stack: "development" });
    assert.equal(development.resource(docker.Volume, "db-data").options.protect, false);
    assert.match(development.messages[0]?.text ?? "", /not protected/);
  });

  it("takes port and memory from the configuration", async () => {
    const configured = await run({ config: { port: 9090, dbMemory: "1GiB" } });
    configured.hasOutputs({ url: "http://localhost:9090" });
    configured.hasProperties(docker.Container, "db", { memory: 1024 });
  });

  it("has not built anything in a preview", async () => {
    const planned = await run({ preview: true });
    assert.equal(planned.resource(docker.Container, "api").inputs["image"], unknown);
  });

  it("asks for its secrets", async () => {
    await assert.rejects(run({ secrets: {} }), /secrets: \{ postgresPassword: "\.\.\." \}/);
  });

  it("gives the api its password as a file", () => {
    stack.hasProperties(docker.Container, "api-files", {
      uploads: Match.arrayWith([{ content: Match.secret("a-Secret-2") }]),
    });
  });
});
