import * as docker from "@pulumi/docker";
import { expect, use } from "chai";
import { Match, TestStack, unknown, type RunOptions } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";

use(plimsollChai);

const secrets = { postgresPassword: "a-Secret-1", ordersPassword: "a-Secret-2" };

/** Runs the program anew, as `pulumi up` would. */
const run = (options?: RunOptions) => TestStack.run(() => import("../index"), { secrets, ...options });

describe("the shop", () => {
  let stack: TestStack;
  before(async () => {
    stack = await run({ stack: "production" });
  });

  it("is hardened, fits its host, shows no secret and publishes its door alone", () => {
    expect(stack).to.be.hardened();
    expect(stack).to.fitOn("2cpu,2GiB");
    expect(stack).to.agree();
    expect(stack).to.haveNoSecretsInEnvironment();
    expect(stack).to.publishOnly(["127.0.0.1:8080"]);
  });

  it("gives the api 256 MiB, and the password as a file", () => {
    // #region match
    expect(stack).to.have.resource(docker.Container, "api", {
      memory: 256,
      envs: Match.arrayWith(["PGPASSWORD_FILE=/run/secrets/database-password"]),
    });
    stack.hasProperties(docker.Container, "api-files", {
      uploads: [{ file: "/run/secrets/database-password", content: Match.secret("a-Secret-2") }],
    });
    // #endregion
  });

  it("keeps the database's data in production, and only there", async () => {
    const data = stack.resource(docker.Volume, "db-data");
    expect(data.options).to.include({ protect: true, retainOnDelete: true });
    const development = await run({ stack: "development" });
    expect(development.resource(docker.Volume, "db-data").options.protect).to.equal(false);
    expect(development.messages).to.deep.equal([
      { severity: "warn", text: "the database is not protected in this stack" },
    ]);
  });

  it("takes port and memory from the configuration", async () => {
    // #region config
    const configured = await run({ config: { port: 9090, dbMemory: "1GiB" } });
    configured.hasOutputs({ url: "http://localhost:9090" });
    configured.hasProperties(docker.Container, "db", { memory: 1024 });
    // #endregion
    expect(configured).to.publishOnly(["127.0.0.1:9090"]);
  });

  it("has four services, whose limits are a gibibyte together", () => {
    // #region match
    const memory = Match.capture<number>();
    stack.hasCount(docker.Container, 4, { restart: "unless-stopped", memory });
    expect(memory.values.reduce((sum, one) => sum + one)).to.be.at.most(1024);
    // #endregion
  });

  it("starts the api after the database", () => {
    const names = stack.resource(docker.Container, "api").dependencies.map(({ name }) => name);
    expect(names).to.include("db-clients-container");
  });

  it("has not built anything in a preview, and says what will be", async () => {
    // #region config
    const planned = await run({ preview: true });
    expect(planned.resource(docker.Container, "api").inputs["image"]).to.equal(unknown);
    planned.hasProperties(docker.RemoteImage, "api", { build: { context: "./api" } });
    // #endregion
  });

  it("is refused without its secrets", async () => {
    const failed = await run({ secrets: {} }).catch((error: Error) => error.message);
    expect(failed).to.match(/secrets: \{ postgresPassword: "\.\.\." \}/);
  });
});
