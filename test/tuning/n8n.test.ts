import { expect } from "chai";
import fc from "fast-check";
import { n8nEnvironment, n8nHeapMiB, n8nNativeReserveMiB, tuneN8n, type N8nLimits } from "../../lib/tuning/n8n";

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

describe("n8nHeapMiB", () => {
  for (const [memoryMiB, heap] of [
    [768, 448],
    [960, 640],
    [1024, 682],
    [1536, 1024],
    [2048, 1365],
  ] as const) {
    it(`gives ${heap} MiB of heap to ${memoryMiB} MiB`, () => {
      expect(n8nHeapMiB({ memoryMiB })).to.equal(heap);
    });
  }

  it("always leaves room for runner and cache", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 768, max: 65_536 }),
        (memoryMiB) => n8nHeapMiB({ memoryMiB }) <= memoryMiB - n8nNativeReserveMiB,
      ),
    );
  });
});

describe("tuneN8n", () => {
  it("is this environment", () => {
    expect(n8nEnvironment(tuneN8n(limits))).to.deep.equal({
      NODE_OPTIONS: "--max-old-space-size=1024",
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
});
