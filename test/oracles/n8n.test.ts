import { expect } from "chai";
import { pinnedImages } from "../../lib/images/pinned";
import { n8nEnvironment, tuneN8n, type N8nLimits } from "../../lib/tuning/n8n";
import { n8nConfigNames, n8nNamesElsewhere, n8nNamesOf, n8nPlainNames } from "../../lib/tuning/n8n-names";
import { n8nSpec } from "../../lib/spec/n8n";
import { validateN8n } from "../../lib/validation/n8n";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

const { provideN8nConfig, provideN8nSources, configuredNames, configured, elsewhere, n8nVersion } = tool(
  "oracles/n8n",
) as {
  provideN8nConfig: () => Promise<string>;
  provideN8nSources: () => Promise<string>;
  configuredNames: (folder: string) => string[];
  configured: (
    folder: string,
    environment: Record<string, string>,
  ) => Promise<{ values: Record<string, unknown>; warnings: string[] }>;
  elsewhere: (folder: string, names: string[]) => Record<"declared" | "plain", Record<string, string>>;
  n8nVersion: string;
};

const grid: N8nLimits[] = [768, 1024, 1536, 4096, 16_384].flatMap((memoryMiB) =>
  [1, 10, 1000].map((number) => ({
    memoryMiB,
    concurrency: number,
    poolSize: number,
    executionTimeoutSeconds: number,
    executionTimeoutMaxSeconds: number * 10,
    retentionHours: number,
    payloadMiB: number,
    timezone: number === 1 ? "UTC" : "Europe/Rome",
  })),
);

/** Read by Node, not by n8n. */
const nodeOwn = ["NODE_OPTIONS"];

/** A value as n8n's types have it. */
const meant = (value: string, like: unknown): unknown =>
  typeof like === "number" ? Number(value) : typeof like === "boolean" ? value === "true" : value;

describe("the real n8n's configuration", function () {
  this.timeout(120_000);
  const config = oracle("@n8n/config of the pinned n8n", provideN8nConfig);
  const sources = oracle("the packages of the pinned n8n", provideN8nSources);

  it("is that of the pinned image", () => {
    expect(n8nVersion).to.equal(pinnedImages.n8n.split(":")[1]);
    expect(n8nNamesOf).to.equal(n8nVersion);
  });

  it("declares the names that are listed, and no others", () => {
    const names = configuredNames(config());
    expect(names.length).to.be.above(500);
    expect(n8nConfigNames).to.deep.equal(names);
  });

  it("is beside what other packages read, as it is listed", () => {
    expect({ declared: n8nNamesElsewhere, plain: n8nPlainNames }).to.deep.equal(
      elsewhere(sources(), [...n8nConfigNames]),
    );
  });

  it("takes every derived value as it was meant, without a warning", async () => {
    const stock = (await configured(config(), {})).values;
    for (const limits of grid) {
      const environment = n8nEnvironment(tuneN8n(limits));
      const { values, warnings } = await configured(config(), environment);
      expect(warnings).to.deep.equal([]);
      for (const [name, value] of Object.entries(environment)) {
        if (nodeOwn.includes(name)) continue;
        if (name in n8nNamesElsewhere) continue;
        expect(values, name).to.have.property(name);
        expect(values[name], name).to.deep.equal(meant(value, stock[name]));
      }
    }
  });

  it("knows every variable that the component sets, those read from files among them", () => {
    const owner = { email: "owner@example.com", password: "x" };
    const database = { host: "db", port: 5432, database: "n8n", user: "n8n", pool: 10, password: "x" } as never;
    const args = {
      database,
      encryptionKey: "x",
      owner,
      publicUrl: "https://example.com/n8n/",
      secrets: { N8N_SMTP_PASS: "x" },
    };
    const { checked, faults } = validateN8n("automation", args);
    expect(faults).to.deep.equal([]);
    const known = new Set([
      ...n8nConfigNames,
      ...Object.keys(n8nNamesElsewhere),
      ...Object.keys(n8nPlainNames),
      ...nodeOwn,
    ]);
    const unknown = Object.keys(n8nSpec("automation", checked).environment).filter(
      (name) => !known.has(name) && !known.has(name.replace(/_FILE$/, "")),
    );
    // The one that leads to the folder of its settings, before any configuration is read.
    expect(unknown).to.deep.equal(["N8N_USER_FOLDER"]);
  });

  for (const [name, value] of [
    ["N8N_RUNNERS_MODE", "outside"],
    ["N8N_CONCURRENCY_PRODUCTION_LIMIT", "many"],
    ["EXECUTIONS_DATA_PRUNE", "perhaps"],
  ] as const) {
    it(`warns of ${name}=${value} and keeps its own`, async () => {
      const stock = (await configured(config(), {})).values;
      const { values, warnings } = await configured(config(), { [name]: value });
      expect(warnings.join("\n")).to.include(name);
      expect(values[name]).to.deep.equal(stock[name]);
    });
  }

  it("says nothing of a name that it does not read, which is why the component does", async () => {
    const { values, warnings } = await configured(config(), { N8N_CONCURRENCY: "10" });
    expect(warnings).to.deep.equal([]);
    expect(values["N8N_CONCURRENCY_PRODUCTION_LIMIT"]).to.equal(-1);
  });
});
