import { expect } from "chai";
import fc from "fast-check";
import { registrySettings, tuneRegistry } from "../../lib/tuning/registry";
import { valueOf } from "../../lib/tuning/setting";
import { derivationTests } from "../support/derivation";

describe("tuneRegistry", () => {
  for (const [some, name, value] of [
    [{}, "GOMEMLIMIT", 115],
    [{ memoryMiB: 1024 }, "GOMEMLIMIT", 921],
    [{}, "storage.delete.enabled", false],
    [{ mirror: true }, "storage.delete.enabled", true],
    [{ keepHours: 24 }, "proxy.ttl", undefined],
    [{ mirror: true, keepHours: 24 }, "proxy.ttl", 24],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(some)}`, () => {
      expect(valueOf(tuneRegistry({ memoryMiB: 128, mirror: false, keepHours: 168, ...some }), name)).to.equal(value);
    });
  }

  derivationTests(registrySettings, {
    memoryMiB: fc.integer({ min: 32, max: 65_536 }),
    mirror: fc.boolean(),
    keepHours: fc.integer({ min: 1, max: 10_000 }),
  });
});
