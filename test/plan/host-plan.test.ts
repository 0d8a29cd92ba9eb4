import { expect } from "chai";
import fc from "fast-check";
import type { CheckedDemand } from "../../lib/plan/demand";
import { availableMiB, type HostCapacity } from "../../lib/plan/host";
import { divideHost } from "../../lib/plan/host-plan";

const host = (memoryMiB: number, cpus = 4): HostCapacity => ({ cpus, memoryMiB, reserveMiB: 0 });

const demand = (
  name: string,
  minimumMiB: number,
  idealMiB: number,
  some: Partial<CheckedDemand> = {},
): CheckedDemand => ({
  name,
  minimumMiB,
  idealMiB,
  maximumMiB: idealMiB,
  weight: 1,
  cpus: 1,
  cpusReserved: 0.5,
  ...some,
});

const memory = (capacity: HostCapacity, demands: CheckedDemand[]) =>
  Object.fromEntries(divideHost(capacity, demands).services.map(({ name, memoryMiB }) => [name, memoryMiB]));

const demands = fc
  .array(
    fc.record({
      minimum: fc.integer({ min: 1, max: 1000 }),
      upToIdeal: fc.integer({ min: 0, max: 2000 }),
      upToMaximum: fc.integer({ min: 0, max: 2000 }),
      weight: fc.integer({ min: 1, max: 10 }),
      cpus: fc.double({ min: 0.1, max: 16, noNaN: true }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((rows) =>
    rows.map(({ minimum, upToIdeal, upToMaximum, weight, cpus }, at) =>
      demand(`s${at}`, minimum, minimum + upToIdeal, {
        maximumMiB: minimum + upToIdeal + upToMaximum,
        weight,
        cpus,
        cpusReserved: cpus / 2,
      }),
    ),
  );

const hosts = fc.record({
  cpus: fc.integer({ min: 1, max: 64 }),
  memoryMiB: fc.integer({ min: 100, max: 40_000 }),
  reserveMiB: fc.integer({ min: 0, max: 99 }),
});

describe("divideHost", () => {
  it("gives everybody the ideal where there is room, and keeps the rest", () => {
    const plan = divideHost(host(4096), [demand("db", 512, 2048), demand("api", 128, 512)]);
    expect(plan.services.map(({ memoryMiB, reason }) => [memoryMiB, reason])).to.deep.equal([
      [2048, "its ideal"],
      [512, "its ideal"],
    ]);
    expect(plan.leftMiB).to.equal(1536);
  });

  it("shrinks all by the same proportion where there is not", () => {
    expect(memory(host(1280), [demand("db", 512, 2048), demand("api", 128, 512)])).to.deep.equal({
      db: 1024,
      api: 256,
    });
  });

  it("shrinks the heavier less", () => {
    expect(memory(host(1200), [demand("db", 100, 1000, { weight: 3 }), demand("api", 100, 1000)])).to.deep.equal({
      db: 900,
      api: 300,
    });
  });

  it("gives nobody more than his ideal before each has his", () => {
    const greedy = demand("db", 100, 1000, { maximumMiB: 9000, weight: 100 });
    expect(memory(host(1500), [greedy, demand("api", 100, 500)])).to.deep.equal({ db: 1000, api: 500 });
    expect(memory(host(2500), [greedy, demand("api", 100, 500)])).to.deep.equal({ db: 2000, api: 500 });
  });

  it("gives the minima, and says what is missing, where they don't fit", () => {
    const plan = divideHost(host(500), [demand("db", 512, 2048), demand("api", 128, 512)]);
    expect(plan.services.map(({ memoryMiB }) => memoryMiB)).to.deep.equal([512, 128]);
    expect(plan.leftMiB).to.equal(-140);
  });

  it("caps CPUs at what the host has, and shares them by weight when all are busy", () => {
    const plan = divideHost(host(9000, 2), [
      demand("db", 1, 1, { cpus: 4, cpusReserved: 3 }),
      demand("api", 1, 1, { cpus: 1, cpusReserved: 1 }),
    ]);
    expect(plan.services.map(({ cpus, sureCpus }) => [cpus, sureCpus])).to.deep.equal([
      [2, (2 / 3) * 2],
      [1, (1 / 3) * 2],
    ]);
  });

  it("never gives more memory than there is, where the minima fit, and stays within everybody's bounds", () => {
    fc.assert(
      fc.property(hosts, demands, (capacity, all) => {
        const { services, leftMiB } = divideHost(capacity, all);
        const given = services.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
        const minima = all.reduce((sum, { minimumMiB }) => sum + minimumMiB, 0);
        expect(leftMiB).to.equal(availableMiB(capacity) - given);
        if (minima <= availableMiB(capacity)) expect(leftMiB).to.be.at.least(0);
        for (const { memoryMiB, minimumMiB, maximumMiB } of services)
          expect(memoryMiB).to.be.within(minimumMiB, maximumMiB);
      }),
    );
  });

  it("gives nobody less memory on a larger host", () => {
    fc.assert(
      fc.property(hosts, demands, fc.integer({ min: 1, max: 5000 }), (capacity, all, more) => {
        const before = memory(capacity, all);
        const after = memory({ ...capacity, memoryMiB: capacity.memoryMiB + more }, all);
        for (const [name, mib] of Object.entries(after)) expect(mib).to.be.at.least(before[name] ?? 0);
      }),
    );
  });

  it("does not depend on the order of services", () => {
    fc.assert(
      fc.property(hosts, demands, (capacity, all) => {
        expect(memory(capacity, all.toReversed())).to.deep.equal(memory(capacity, all));
      }),
    );
  });

  it("promises no more CPUs than there are, and none more than its limit", () => {
    fc.assert(
      fc.property(hosts, demands, (capacity, all) => {
        const { services } = divideHost(capacity, all);
        expect(services.reduce((sum, { sureCpus }) => sum + sureCpus, 0)).to.be.at.most(capacity.cpus + 1e-6);
        for (const { cpus, sureCpus } of services) {
          expect(cpus).to.be.at.most(capacity.cpus);
          expect(sureCpus).to.be.at.most(cpus);
        }
      }),
    );
  });

  it("plans a thousand services with less than 100 ms of CPU", () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      demand(`s${at}`, 16 + (at % 64), 64 + at, { weight: 1 + (at % 7) }),
    );
    divideHost(host(300_000), many);
    const before = process.cpuUsage();
    divideHost(host(300_000), many);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).to.be.below(100);
  });
});
