import { expect } from "chai";
import fc from "fast-check";
import { health } from "../../../lib/engines/docker/health";
import type { HealthProbe } from "../../../lib/spec/service-spec";

const probe: HealthProbe = {
  command: ["true", "-v"],
  intervalMs: 30_000,
  timeoutMs: 5000,
  startPeriodMs: 60_000,
  retries: 3,
};

const ms = fc.integer({ min: 1, max: 600_000 });

describe("health", () => {
  it("probes a starting container each second where the engine can", () => {
    expect(health(probe, 44).healthcheck).to.deep.equal({
      tests: ["CMD", "true", "-v"],
      interval: "30s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 3,
      startInterval: "1s",
    });
  });

  it("probes every 3 s where the engine can't, with more retries: 3 x 35 s become 14 x 8 s", () => {
    expect(health(probe, 43).healthcheck).to.deep.equal({
      tests: ["CMD", "true", "-v"],
      interval: "3s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 14,
    });
  });

  it("leaves an interval below 3 s alone", () => {
    expect(health({ ...probe, intervalMs: 2000 }, 41).healthcheck).to.include({ interval: "2s", retries: 3 });
  });

  it("notices a probe that hangs on an old engine neither sooner nor more than one probe later", () => {
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 1, max: 100 }), (intervalMs, timeoutMs, retries) => {
        const old = health({ ...probe, intervalMs, timeoutMs, retries }, 41).healthcheck as { retries: number };
        const one = Math.min(intervalMs, 3000) + timeoutMs;
        const noticed = one * old.retries;
        return noticed >= retries * (intervalMs + timeoutMs) && noticed < retries * (intervalMs + timeoutMs) + one;
      }),
    );
  });

  it("waits for the start period, all retries and a margin", () => {
    expect(health(probe, 44)).to.include({ wait: true, waitTimeout: 60 + 3 * 35 + 15 });
  });

  for (const apiVersion of [41, 44]) {
    it(`never gives up before an engine of API 1.${apiVersion} has called a container unhealthy`, () => {
      fc.assert(
        fc.property(ms, ms, ms, fc.integer({ min: 1, max: 50 }), (intervalMs, timeoutMs, startPeriodMs, retries) => {
          const { waitTimeout } = health({ ...probe, intervalMs, timeoutMs, startPeriodMs, retries }, apiVersion);
          return waitTimeout * 1000 >= startPeriodMs + retries * (intervalMs + timeoutMs);
        }),
      );
    });
  }
});
