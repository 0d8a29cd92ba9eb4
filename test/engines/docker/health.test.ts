import { expect } from "chai";
import fc from "fast-check";
import { healthcheck, waitForHealth } from "../../../lib/engines/docker/health";
import type { HealthProbe } from "../../../lib/spec/service-spec";

const probe: HealthProbe = {
  command: ["true", "-v"],
  intervalMs: 30_000,
  timeoutMs: 5000,
  startPeriodMs: 60_000,
  retries: 3,
};

describe("healthcheck", () => {
  it("probes a starting container each second where the engine can", () => {
    expect(healthcheck(probe, 44)).to.deep.equal({
      tests: ["CMD", "true", "-v"],
      interval: "30s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 3,
      startInterval: "1s",
    });
  });

  it("probes every 3 s where the engine can't, with ten times the retries for 30 s", () => {
    expect(healthcheck(probe, 43)).to.deep.equal({
      tests: ["CMD", "true", "-v"],
      interval: "3s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 30,
    });
  });

  it("leaves an interval below 3 s alone", () => {
    expect(healthcheck({ ...probe, intervalMs: 2000 }, 41)).to.include({ interval: "2s", retries: 3 });
  });

  it("names no start interval to an engine that would refuse it", () => {
    expect(healthcheck(probe, 41)).not.to.have.property("startInterval");
  });

  it("notices a failure on an old engine neither sooner nor more than 3 s later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 1, max: 100 }), (intervalMs, retries) => {
        const old = healthcheck({ ...probe, intervalMs, retries }, 41) as { retries: number };
        const noticed = Math.min(intervalMs, 3000) * old.retries;
        return noticed >= retries * intervalMs && noticed < retries * intervalMs + 3000;
      }),
    );
  });
});

describe("waitForHealth", () => {
  it("waits for the start period, all retries and a margin", () => {
    expect(waitForHealth(probe)).to.deep.equal({ wait: true, waitTimeout: 60 + 3 * 35 + 15 });
  });

  it("never gives up before the engine has called a container unhealthy", () => {
    const ms = fc.integer({ min: 1, max: 600_000 });
    fc.assert(
      fc.property(ms, ms, ms, fc.integer({ min: 1, max: 50 }), (intervalMs, timeoutMs, startPeriodMs, retries) => {
        const { waitTimeout } = waitForHealth({ ...probe, intervalMs, timeoutMs, startPeriodMs, retries });
        return Number(waitTimeout) * 1000 >= startPeriodMs + retries * (intervalMs + timeoutMs);
      }),
    );
  });
});
