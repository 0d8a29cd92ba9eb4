import * as docker from "@pulumi/docker";
import { Match, TestStack, unknown, type RunOptions } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";
import { beforeAll, chai, describe, expect, it, vi } from "vitest";

chai.use(plimsollChai);

const secrets = { postgresPassword: "a-Secret-1", ordersPassword: "a-Secret-2" };

// #region run
/** Runs the program anew, as `pulumi up` would. Modules are vitest's own: it is asked to forget them. */
function run(options?: RunOptions) {
  vi.resetModules();
  return TestStack.run(() => import("../index"), { secrets, ...options });
}
// #endregion

describe("the shop", () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await run({ stack: "production" });
  });

  it("is hardened, fits its host, shows no secret and publishes its door alone", () => {
    expect(stack).to.be.hardened();
    expect(stack).to.fitOn("2cpu,2GiB");
    expect(stack).to.agree();
    expect(stack).to.haveNoSecretsInEnvironment();
    expect(stack).to.publishOnly(["127.0.0.1:8080"]);
  });

  it("keeps the database's data in production, and only there", async () => {
    expect(stack.resource(docker.Volume, "db-data").options.protect).toBe(true);
    const development = await run({ stack: "development" });
    expect(development.resource(docker.Volume, "db-data").options.protect).toBe(false);
    expect(development.messages[0]?.text).toMatch(/not protected/);
  });

  it("takes port and memory from the configuration", async () => {
    const configured = await run({ config: { port: 9090, dbMemory: "1GiB" } });
    expect(configured.outputs).toEqual({ url: "http://localhost:9090" });
    expect(configured).to.have.resource(docker.Container, "db", { memory: 1024 });
  });

  it("has not built anything in a preview", async () => {
    const planned = await run({ preview: true });
    expect(planned.resource(docker.Container, "api").inputs["image"]).toBe(unknown);
  });

  it("asks for its secrets", async () => {
    await expect(run({ secrets: {} })).rejects.toThrow(/secrets: \{ postgresPassword: "\.\.\." \}/);
  });

  it("gives the api its password as a file", () => {
    stack.hasProperties(docker.Container, "api-files", {
      uploads: Match.arrayWith([{ content: Match.secret("a-Secret-2") }]),
    });
  });

  it("is as it was reviewed", () => {
    const parts = stack.all(docker.Container).map(({ name, inputs }) => `${name}: ${String(inputs["memory"])} MiB`);
    expect(parts.toSorted().join("\n")).toMatchSnapshot();
  });
});
