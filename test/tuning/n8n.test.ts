import { expect } from "chai";
import fc from "fast-check";
import {
  leastRunnerHeapMiB,
  n8nEnvironment,
  n8nHeapMiB,
  n8nMemorySumMiB,
  n8nReserveMiB,
  n8nRunnerHeapMiB,
  n8nSettings,
  tuneN8n,
  type N8nLimits,
} from "../../lib/tuning/n8n";
import { derivationTests } from "../support/derivation";

const limits: N8nLimits = {
  memoryMiB: 1536,
  concurrency: 10,
  poolSize: 10,
  executionTimeoutSeconds: 300,
  executionTimeoutMaxSeconds: 1800,
  retentionHours: 168,
  payloadMiB: 64,
  timezone: "UTC",
};

describe("the heaps of n8n", () => {
  for (const [memoryMiB, heap, runner] of [
    [768, 292, 140],
    [1024, 536, 128],
    [1536, 1024, 152],
    [2048, 1365, 275],
    [4096, 2730, 958],
  ] as const) {
    it(`are ${heap} MiB of main and ${runner} of the runner in ${memoryMiB} MiB`, () => {
      expect(n8nHeapMiB({ memoryMiB })).to.equal(heap);
      expect(n8nRunnerHeapMiB({ memoryMiB })).to.equal(runner);
    });
  }

  it("fit into the limit with all that lies beside them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 768, max: 65_536 }), (memoryMiB) => {
        expect(n8nHeapMiB({ memoryMiB })).to.be.at.most(memoryMiB - n8nReserveMiB({ memoryMiB }));
        expect(n8nMemorySumMiB(tuneN8n({ ...limits, memoryMiB }))).to.be.at.most(memoryMiB);
      }),
    );
  });

  it("grow with the limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 768, max: 65_536 }), (memoryMiB) => {
        expect(n8nHeapMiB({ memoryMiB: memoryMiB + 1 })).to.be.at.least(n8nHeapMiB({ memoryMiB }));
      }),
    );
  });

  it("leave the runner its least, and no more than main has", () => {
    expect(n8nRunnerHeapMiB({ memoryMiB: 1024, heapMiB: 2000 })).to.equal(leastRunnerHeapMiB);
    expect(n8nRunnerHeapMiB({ memoryMiB: 4096, heapMiB: 256 })).to.equal(256);
  });

  it("are counted without a runner that has a container of its own", () => {
    const own = n8nMemorySumMiB(tuneN8n(limits));
    expect(own - n8nMemorySumMiB(tuneN8n(limits, { N8N_RUNNERS_MODE: "external" }))).to.equal(152);
  });
});

describe("tuneN8n", () => {
  it("is this environment", () => {
    expect(n8nEnvironment(tuneN8n(limits))).to.deep.equal({
      NODE_OPTIONS: "--max-old-space-size=1024 --max-semi-space-size=16",
      N8N_RUNNERS_MAX_OLD_SPACE_SIZE: "152",
      N8N_EXPRESSION_ENGINE_POOL_SIZE: "1",
      N8N_EXPRESSION_ENGINE_MEMORY_LIMIT: "128",
      DB_POSTGRESDB_POOL_SIZE: "10",
      DB_POSTGRESDB_CONNECTION_TIMEOUT: "60000",
      N8N_CONCURRENCY_PRODUCTION_LIMIT: "10",
      EXECUTIONS_TIMEOUT: "300",
      EXECUTIONS_TIMEOUT_MAX: "1800",
      EXECUTIONS_DATA_SAVE_ON_ERROR: "all",
      EXECUTIONS_DATA_SAVE_ON_SUCCESS: "none",
      EXECUTIONS_DATA_SAVE_ON_PROGRESS: "false",
      EXECUTIONS_DATA_PRUNE: "true",
      EXECUTIONS_DATA_MAX_AGE: "168",
      EXECUTIONS_DATA_PRUNE_MAX_COUNT: "10000",
      N8N_PAYLOAD_SIZE_MAX: "64",
      N8N_FORMDATA_FILE_SIZE_MAX: "200",
      N8N_DEFAULT_BINARY_DATA_MODE: "filesystem",
      N8N_RUNNERS_TASK_TIMEOUT: "300",
      N8N_GRACEFUL_SHUTDOWN_TIMEOUT: "30",
      GENERIC_TIMEZONE: "UTC",
      N8N_DIAGNOSTICS_ENABLED: "false",
      N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
      N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: "false",
      N8N_DYNAMIC_BANNERS_ENABLED: "false",
      N8N_HIRING_BANNER_ENABLED: "false",
      N8N_PERSONALIZATION_ENABLED: "false",
      N8N_TEMPLATES_ENABLED: "false",
    });
  });

  it("lets the user's own variables win and adds others", () => {
    const environment = n8nEnvironment(
      tuneN8n(limits, { EXECUTIONS_DATA_SAVE_ON_SUCCESS: "all", N8N_METRICS: "true" }),
    );
    expect(environment).to.include({ EXECUTIONS_DATA_SAVE_ON_SUCCESS: "all", N8N_METRICS: "true" });
  });

  it("puts the user's flags behind the derived ones", () => {
    const { NODE_OPTIONS } = n8nEnvironment(tuneN8n(limits, { NODE_OPTIONS: "--dns-result-order=ipv4first" }));
    expect(NODE_OPTIONS).to.equal("--max-old-space-size=1024 --max-semi-space-size=16 --dns-result-order=ipv4first");
  });
});

describe("each of n8n's settings", () => {
  const seconds = fc.integer({ min: 1, max: 100_000 });
  derivationTests(n8nSettings, {
    memoryMiB: fc.integer({ min: 768, max: 8192 }),
    heapMiB: fc.option(fc.integer({ min: 192, max: 8192 }), { nil: undefined }),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    poolSize: fc.integer({ min: 1, max: 100 }),
    executionTimeoutSeconds: seconds,
    executionTimeoutMaxSeconds: seconds,
    retentionHours: seconds,
    payloadMiB: fc.integer({ min: 1, max: 1000 }),
    timezone: fc.constantFrom("UTC", "Europe/Rome", "Asia/Tokyo"),
  });
});
