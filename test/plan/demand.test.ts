import { expect } from "chai";
import { readDemands, type Demand } from "../../lib/plan/demand";

const demand: Demand = { minimum: "512MiB", ideal: "1GiB" };
const faultsOf = (given: Record<string, unknown>) =>
  readDemands({ api: { ...demand, ...given } as Demand }).faults.map(({ path, problem }) => `${path}: ${problem}`);

describe("readDemands", () => {
  it("fills in what is left out", () => {
    expect(readDemands({ api: demand })).to.deep.equal({
      faults: [],
      services: [
        { name: "api", minimumMiB: 512, idealMiB: 1024, maximumMiB: 1024, weight: 1, cpus: 1, cpusReserved: 0.5 },
      ],
    });
  });

  for (const [given, fault] of [
    [{ minimum: "512MB" }, 'api.minimum: "512MB" is not a memory size'],
    [{ ideal: undefined }, "api.ideal: undefined is not a memory size"],
    [{ maximum: "0MiB" }, 'api.maximum: "0MiB" is not a memory size'],
    [{ ideal: 1024 }, "api.ideal: 1024 is not a memory size"],
    [{ weight: 0 }, "api.weight: 0 is not a number above 0"],
    [{ weight: NaN }, "api.weight: null is not a number above 0"],
    [{ weight: Infinity }, "api.weight: null is not a number above 0"],
    [{ cpus: -1 }, "api.cpus: -1 is not a number above 0"],
    [{ cpus: 1e9 }, "api.cpus: 1000000000 is not a number above 0"],
    [{ cpusReserved: 2 }, "api.cpusReserved: 2 is more than cpus, 1"],
    [{ minimum: "2GiB" }, "api.minimum: 2GiB is more than ideal, 1GiB"],
    [{ maximum: "768MiB" }, "api.ideal: 1GiB is more than maximum, 768MiB"],
  ] as const) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      const faults = faultsOf(given);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.contain(fault);
    });
  }

  it("tells every fault of every service", () => {
    const { faults } = readDemands({
      api: { ...demand, weight: -1, cpus: 0 },
      db: { minimum: "x", ideal: "y" },
    });
    expect(faults.map(({ path }) => path)).to.deep.equal(["api.cpus", "api.weight", "db.minimum", "db.ideal"]);
  });
});
