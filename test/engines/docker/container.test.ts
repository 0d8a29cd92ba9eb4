import { expect } from "chai";
import fc from "fast-check";
import { OptimizedNodeService, StaticSite, TunedPostgres } from "plimsoll";
import { labelOf, record } from "../../support/mocks";

const shuffled = (values: Record<string, string>): fc.Arbitrary<Record<string, string>> =>
  fc
    .shuffledSubarray(Object.entries(values), { minLength: Object.keys(values).length })
    .map((entries) => Object.fromEntries(entries));

describe("a container", () => {
  it("doesn't depend on the order of keys in the program", async () => {
    const service = (environment: Record<string, string>, secrets: Record<string, string>) =>
      record(() => new OptimizedNodeService("api", { image: "api:1", port: 3000, environment, secrets }));
    const [variables, secrets] = [
      { ALPHA: "1", BETA: "2", GAMMA: "3" },
      { KEY: "x", TOKEN: "y" },
    ];
    const expected = (await service(variables, secrets)).containers.map(({ inputs }) => inputs);
    await fc.assert(
      fc.asyncProperty(shuffled(variables), shuffled(secrets), async (some, others) => {
        expect((await service(some, others)).containers.map(({ inputs }) => inputs)).to.deep.equal(expected);
      }),
      { numRuns: 5 },
    );
  });

  it("takes the user's own properties last", async () => {
    const overrides = { container: { restart: "always", memory: 96, memorySwap: 96, dns: ["192.0.2.1"] } };
    const recording = await record(() => new StaticSite("web", { image: "web:1", overrides }));
    expect(recording.named("web-container").inputs).to.deep.include({
      restart: "always",
      memory: 96,
      memorySwap: 96,
      dns: ["192.0.2.1"],
      readOnly: true,
    });
  });

  it("carries the version of its image, so that an upgrade is seen in its labels", async () => {
    const recording = await record(() => new TunedPostgres("db", { password: "x", image: "postgres:17.10-bookworm" }));
    expect(labelOf(recording.named("db-container"), "plimsoll.version")).to.equal("17.10-bookworm");
  });

  it("waits for what it needs", async () => {
    const recording = await record(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      new OptimizedNodeService("api", { image: "api:1", port: 3000, database: db.client("app") });
    });
    expect(recording.named("api-container").options.dependsOn).to.include(recording.named("db-clients-container").urn);
    expect(recording.named("db-clients-container").options.dependsOn).to.include(recording.named("db-container").urn);
  });

  it("doesn't hold back the build beside it", async () => {
    const recording = await record(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      new OptimizedNodeService("api", {
        build: { context: "examples/pilotpros/backend" },
        port: 3000,
        database: db.client("app"),
      });
    });
    expect(recording.named("api-image").options.dependsOn).to.deep.equal([]);
  });
});
