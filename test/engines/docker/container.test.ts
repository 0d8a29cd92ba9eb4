import * as docker from "@pulumi/docker";
import { expect } from "chai";
import fc from "fast-check";
import { OptimizedNodeService, StaticSite, TunedPostgres } from "plimsoll";
import { containerOf, labelOf, run, waitsFor } from "../../support/stacks";

const shuffled = (values: Record<string, string>): fc.Arbitrary<Record<string, string>> =>
  fc
    .shuffledSubarray(Object.entries(values), { minLength: Object.keys(values).length })
    .map((entries) => Object.fromEntries(entries));

describe("a container", () => {
  it("doesn't depend on the order of keys in the program", async () => {
    const containers = async (environment: Record<string, string>, secrets: Record<string, string>) => {
      const args = { image: "api:1", port: 3000, environment, secrets };
      const stack = await run(() => new OptimizedNodeService("api", args));
      return stack.all(docker.Container).map(({ inputs }) => inputs);
    };
    const [variables, secrets] = [
      { ALPHA: "1", BETA: "2", GAMMA: "3" },
      { KEY: "x", TOKEN: "y" },
    ];
    const expected = await containers(variables, secrets);
    await fc.assert(
      fc.asyncProperty(shuffled(variables), shuffled(secrets), async (some, others) => {
        expect(await containers(some, others)).to.deep.equal(expected);
      }),
      { numRuns: 5 },
    );
  });

  it("takes the user's own properties last", async () => {
    const overrides = { container: { restart: "always", memory: 96, memorySwap: 96, dns: ["192.0.2.1"] } };
    const stack = await run(() => new StaticSite("web", { image: "web:1", overrides }));
    expect(containerOf(stack, "web")).to.deep.include({
      restart: "always",
      memory: 96,
      memorySwap: 96,
      dns: ["192.0.2.1"],
      readOnly: true,
    });
  });

  it("carries the version of its image, so that an upgrade is seen in its labels", async () => {
    const stack = await run(() => new TunedPostgres("db", { password: "x", image: "postgres:17.10-bookworm" }));
    expect(labelOf(stack.resource(docker.Container, "db"), "plimsoll.version")).to.equal("17.10-bookworm");
  });

  it("waits for what it needs", async () => {
    const stack = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      new OptimizedNodeService("api", { image: "api:1", port: 3000, database: db.client("app") });
    });
    expect(waitsFor(stack, "api", "db-clients")).to.equal(true);
    expect(waitsFor(stack, "db-clients", "db")).to.equal(true);
  });

  it("doesn't hold back the build beside it", async () => {
    const stack = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      new OptimizedNodeService("api", {
        build: { context: "examples/pilotpros/backend" },
        port: 3000,
        database: db.client("app"),
      });
    });
    expect(stack.resource(docker.RemoteImage, "api-image").dependencies).to.deep.equal([]);
  });
});
