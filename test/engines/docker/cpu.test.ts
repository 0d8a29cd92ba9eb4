import { expect } from "chai";
import fc from "fast-check";
import { cpuLimit, cpuShares } from "../../../lib/engines/docker/cpu";

describe("cpuLimit", () => {
  for (const [cpus, spelt] of [
    [0.1, "0.1"],
    [0.25, "0.25"],
    [0.5, "0.5"],
    [1, "1.0"],
    [1.25, "1.25"],
    [2, "2.0"],
    [9.99, "9.99"],
  ] as const) {
    it(`spells ${cpus} as "${spelt}", as the provider reads it back`, () => {
      expect(cpuLimit(cpus)).to.deep.equal({ cpus: spelt });
    });
  }

  for (const [cpus, cpuQuota] of [
    [0.01, 1000],
    [0.05, 5000],
    [0.09, 9000],
    [1.05, 105_000],
    [10, 1_000_000],
    [10.5, 1_050_000],
    [64, 6_400_000],
  ] as const) {
    it(`limits to ${cpus} by the quota, because the provider would read it back wrong`, () => {
      expect(cpuLimit(cpus)).to.deep.equal({ cpuPeriod: 100_000, cpuQuota });
    });
  }

  it("says the same number of CPUs either way", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12_800 }), (hundredths) => {
        const { cpus, cpuQuota } = cpuLimit(hundredths / 100);
        const said = cpus === undefined ? Number(cpuQuota) / 100_000 : Number(cpus);
        return Math.abs(said - hundredths / 100) < 1e-9;
      }),
    );
  });
});

describe("cpuShares", () => {
  for (const [reserved, shares] of [
    [1, 1024],
    [0.5, 512],
    [0.1, 102],
    [0.001, 2],
  ] as const) {
    it(`weighs ${reserved} reserved CPUs as ${shares}`, () => {
      expect(cpuShares(reserved)).to.equal(shares);
    });
  }
});
