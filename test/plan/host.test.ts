import { expect } from "chai";
import fc from "fast-check";
import { availableMiB, formatHost, readHost, smallestHostMiB, systemReserveMiB, type Host } from "../../lib/plan/host";

const capacity = (host: Host) => {
  const read = readHost(host);
  if ("problem" in read) throw new Error(read.problem);
  return read.capacity;
};

describe("readHost", () => {
  for (const [host, cpus, memoryMiB, diskMiB] of [
    ["4cpu,8GiB", 4, 8192, undefined],
    ["1cpu, 512m", 1, 512, undefined],
    ["2.5 CPUs,2g", 2.5, 2048, undefined],
    ["4cpu,8GiB,100GiB", 4, 8192, 102_400],
    [{ cpus: 2, memory: "4GiB", disk: "20GiB" }, 2, 4096, 20_480],
  ] as const) {
    it(`understands ${JSON.stringify(host)}`, () => {
      expect(capacity(host)).to.include({ cpus, memoryMiB });
      expect(capacity(host).diskMiB).to.equal(diskMiB);
    });
  }

  it("takes a reserve of the user's own", () => {
    expect(capacity({ cpus: 2, memory: "4GiB", reserve: "512MiB" }).reserveMiB).to.equal(512);
  });

  for (const [host, problem] of [
    ["", '"" is not a host'],
    ["8GiB", '"8GiB" is not a host'],
    ["4,8GiB", '"4,8GiB" is not a host'],
    ["4cpu,8GB", `memory, "8GB", is not a size`],
    ["4cpu,-8GiB", `memory, "-8GiB", is not a size`],
    ["4cpu,0MiB", `memory, "0MiB", is not a size`],
    ["0cpu,8GiB", "0 is not a number of CPUs"],
    ["4cpu,8GiB,lots", `disk, "lots", is not a size`],
    ["4cpu,8GiB,9GiB,1", "is not a host"],
    [{ cpus: NaN, memory: "8GiB" }, "NaN is not a number of CPUs"],
    [{ cpus: 1e9, memory: "8GiB" }, "1000000000 is not a number of CPUs"],
    [{ cpus: 1, memory: "9999999999TiB" }, "is not a size"],
    [{ cpus: 1 }, "memory, undefined, is not a size"],
    [{ cpus: 1, memory: "1GiB", reserve: "1GiB" }, "the reserve, 1GiB, leaves nothing of 1GiB"],
  ] as [Host, string][]) {
    it(`refuses ${JSON.stringify(host)}`, () => {
      expect(readHost(host)).to.have.property("problem").that.contains(problem);
    });
  }

  it("reads back what formatHost writes", () => {
    const whole = fc.record({ cpus: fc.integer({ min: 1, max: 512 }), memoryMiB: fc.integer({ min: 2, max: 1e7 }) });
    fc.assert(
      fc.property(whole, (host) => {
        expect(capacity(formatHost({ ...host, reserveMiB: 0 }))).to.include(host);
      }),
    );
  });
});

describe("systemReserveMiB", () => {
  for (const [memoryMiB, reserve] of [
    [1024, 256],
    [4096, 1024],
    [8192, 1844],
    [16_384, 2663],
    [24_576, 3154],
    [131_072, 9544],
  ] as const) {
    it(`keeps ${reserve} MiB of ${memoryMiB}`, () => {
      expect(systemReserveMiB(memoryMiB)).to.equal(reserve);
    });
  }

  it("grows with the host, and leaves more to services with each MiB", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e5 }), (memoryMiB, more) => {
        const left = (mib: number) => availableMiB({ cpus: 1, memoryMiB: mib, reserveMiB: systemReserveMiB(mib) });
        expect(systemReserveMiB(memoryMiB + more)).to.be.at.least(systemReserveMiB(memoryMiB));
        expect(left(memoryMiB + more)).to.be.at.least(left(memoryMiB));
      }),
    );
  });
});

describe("smallestHostMiB", () => {
  it("is enough, and 512 MiB less is not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (needed) => {
        const left = (mib: number) => mib - systemReserveMiB(mib);
        expect(left(smallestHostMiB(needed))).to.be.at.least(needed);
        expect(left(smallestHostMiB(needed) - 512)).to.be.below(needed);
      }),
    );
  });
});
