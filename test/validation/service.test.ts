import { expect } from "chai";
import fc from "fast-check";
import type { ServiceArgs } from "../../lib/components/service-args";
import { Checks } from "../../lib/validation/checks";
import { checkService, type CheckedService, type ServiceDefaults } from "../../lib/validation/service";
import { acceptances, refusals } from "../support/faults";

const defaults: ServiceDefaults = {
  memory: "512MiB",
  cpus: 1,
  leastMemoryMiB: 64,
  leastMemoryWhy: "the program needs",
  health: { interval: "15s", timeout: "3s", startPeriod: "20s", retries: 4 },
  stopGrace: "15s",
};

function validate(args: ServiceArgs): { checked: CheckedService; faults: Checks["faults"] } {
  const checks = new Checks();
  return { checked: checkService(checks, args, defaults, 3000), faults: checks.faults };
}

const memoryForm = 'write a size with its unit, such as "512MiB", "2GiB" or "512m"';
const durationForm = 'write a number with its unit, such as "30s", "1m30s" or "500ms"';
const cpuForm = "write a number such as 0.5, 1 or 2";

describe("the arguments of every service", () => {
  describe("memory", () => {
    refusals(validate, [
      {
        refuses: "a misspelt unit",
        args: { memory: "512MB" },
        saying: `memory: "512MB" is not a memory size; ${memoryForm}`,
      },
      {
        refuses: "a number without unit",
        args: { memory: "512" },
        saying: `memory: "512" is not a memory size; ${memoryForm}`,
      },
      { refuses: "an empty text", args: { memory: "" }, saying: `memory: "" is not a memory size; ${memoryForm}` },
      {
        refuses: "a number",
        args: { memory: 512 as never },
        saying: `memory: 512 is not a memory size; ${memoryForm}`,
      },
      { refuses: "zero", args: { memory: "0m" }, saying: `memory: "0m" is not more than zero; ${memoryForm}` },
      {
        refuses: "a negative size",
        args: { memory: "-1g" },
        saying: `memory: "-1g" is not a memory size; ${memoryForm}`,
      },
      {
        refuses: "a fraction of a MiB",
        args: { memory: "1.1g" },
        saying: 'memory: "1.1g" is not a whole number of MiB; write "1126MiB"',
      },
      {
        refuses: "one MiB less than the least",
        args: { memory: "63m" },
        saying: 'memory: "63m" is less than the program needs; write "64MiB" or more',
      },
    ]);
    acceptances(validate, [
      ["exactly the least", { memory: "64m" }],
      ["a size as Docker writes it", { memory: "2g" }],
    ]);
  });

  describe("memoryReservation", () => {
    refusals(validate, [
      {
        refuses: "a reservation above the limit",
        args: { memory: "512m", memoryReservation: "513m" },
        saying: 'memoryReservation: "513m" is more than the limit, 512MiB; write "512MiB" or less, or raise memory',
      },
      {
        refuses: "a reservation above the default limit",
        args: { memoryReservation: "1g" },
        saying: 'memoryReservation: "1g" is more than the limit, 512MiB; write "512MiB" or less, or raise memory',
      },
      {
        refuses: "less than the engine accepts",
        args: { memoryReservation: "5m" },
        saying: 'memoryReservation: "5m" is less than the engine accepts; write "6MiB" or more',
      },
      {
        refuses: "a misspelt size",
        args: { memoryReservation: "half" },
        saying: `memoryReservation: "half" is not a memory size; ${memoryForm}`,
      },
    ]);
    acceptances(validate, [
      ["a reservation equal to the limit", { memory: "512m", memoryReservation: "512m" }],
      ["the least the engine takes", { memoryReservation: "6m" }],
    ]);
    it("is not compared with a limit that was not understood", () => {
      const { faults } = validate({ memory: "lots", memoryReservation: "4g" });
      expect(faults.map(({ path }) => path)).to.deep.equal(["memory"]);
    });
  });

  describe("cpus", () => {
    refusals(validate, [
      { refuses: "zero", args: { cpus: 0 }, saying: `cpus: 0 is not a number of CPUs; ${cpuForm}` },
      { refuses: "a negative number", args: { cpus: -1 }, saying: `cpus: -1 is not a number of CPUs; ${cpuForm}` },
      { refuses: "no number", args: { cpus: Number.NaN }, saying: `cpus: NaN is not a number of CPUs; ${cpuForm}` },
      { refuses: "infinity", args: { cpus: Infinity }, saying: `cpus: Infinity is not a number of CPUs; ${cpuForm}` },
      { refuses: "a text", args: { cpus: "2" as never }, saying: `cpus: "2" is not a number of CPUs; ${cpuForm}` },
      {
        refuses: "three decimals",
        args: { cpus: 0.125 },
        saying: `cpus: 0.125 has more than two decimals; ${cpuForm}`,
      },
      {
        refuses: "a reservation above the limit",
        args: { cpus: 1, cpusReserved: 1.5 },
        saying: "cpusReserved: 1.5 is more than the limit, 1; write 1 or less, or raise cpus",
      },
      {
        refuses: "a reservation of zero",
        args: { cpusReserved: 0 },
        saying: `cpusReserved: 0 is not a number of CPUs; ${cpuForm}`,
      },
    ]);
    acceptances(validate, [
      ["a hundredth", { cpus: 0.01 }],
      ["a reservation equal to the limit", { cpus: 2, cpusReserved: 2 }],
    ]);
    it("is not the measure of a reservation when it was not understood", () => {
      const { faults } = validate({ cpus: 0, cpusReserved: 2 });
      expect(faults.map(({ path }) => path)).to.deep.equal(["cpus"]);
    });
    it("loses what binary fractions add", () => {
      expect(validate({ cpus: 0.1 + 0.2 }).checked.limits.cpus).to.equal(0.3);
    });
  });

  describe("pids", () => {
    refusals(validate, [
      {
        refuses: "zero",
        args: { pids: 0 },
        saying: "pids: 0 is not a whole number from 16 to 1000000; write one, such as 16",
      },
      {
        refuses: "a fraction",
        args: { pids: 99.5 },
        saying: "pids: 99.5 is not a whole number from 16 to 1000000; write one, such as 16",
      },
    ]);
    acceptances(validate, [["the least", { pids: 16 }]]);
  });

  describe("health", () => {
    refusals(validate, [
      {
        refuses: "a misspelt interval",
        args: { health: { interval: "30sec" } },
        saying: `health.interval: "30sec" is not a duration; ${durationForm}`,
      },
      {
        refuses: "a timeout of zero",
        args: { health: { timeout: "0s" } },
        saying: `health.timeout: "0s" is not more than zero; ${durationForm}`,
      },
      {
        refuses: "a number",
        args: { health: { startPeriod: 30 as never } },
        saying: `health.startPeriod: 30 is not a duration; ${durationForm}`,
      },
      {
        refuses: "a fraction of a millisecond",
        args: { health: { interval: "1.5ms" } },
        saying: 'health.interval: "1.5ms" is finer than a millisecond; write "2ms"',
      },
      {
        refuses: "no retries",
        args: { health: { retries: 0 } },
        saying: "health.retries: 0 is not a whole number from 1 to 1000; write one, such as 1",
      },
    ]);
    it("keeps the component's own times where none is given", () => {
      expect(validate({ health: { retries: 9 } }).checked.health).to.deep.equal({
        intervalMs: 15_000,
        timeoutMs: 3000,
        startPeriodMs: 20_000,
        retries: 9,
      });
    });
  });

  describe("stopGrace", () => {
    refusals(validate, [
      { refuses: "zero", args: { stopGrace: "0s" }, saying: `stopGrace: "0s" is not more than zero; ${durationForm}` },
      {
        refuses: "a word",
        args: { stopGrace: "soon" },
        saying: `stopGrace: "soon" is not a duration; ${durationForm}`,
      },
    ]);
  });

  describe("publish", () => {
    const form = "write a whole number from 1 to 65535";
    refusals(validate, [
      { refuses: "zero", args: { publish: 0 }, saying: `publish: 0 is not a port; ${form}` },
      { refuses: "a port above the last", args: { publish: 65_536 }, saying: `publish: 65536 is not a port; ${form}` },
      { refuses: "a fraction", args: { publish: 80.5 }, saying: `publish: 80.5 is not a port; ${form}` },
      { refuses: "a text", args: { publish: "80" as never }, saying: `publish: "80" is not a port; ${form}` },
      {
        refuses: "an address with nothing to bind",
        args: { publishAddress: "0.0.0.0" },
        saying: "publishAddress: binds nothing without publish; write publish too, or leave it out",
      },
      {
        refuses: "a name where the engine takes addresses only",
        args: { publish: 80, publishAddress: "localhost" },
        saying:
          'publishAddress: "localhost" is not an IP address; write "127.0.0.1" for this host alone, "0.0.0.0" for everybody, or one of the host\'s own',
      },
    ]);
    acceptances(validate, [
      ["the first port", { publish: 1 }],
      ["the last port", { publish: 65_535 }],
      ["an IPv6 address", { publish: 80, publishAddress: "::1" }],
    ]);
    it("binds to 127.0.0.1 unless told otherwise", () => {
      expect(validate({ publish: 8080 }).checked.ports).to.deep.equal([
        { container: 3000, host: 8080, address: "127.0.0.1" },
      ]);
    });
    it("publishes nothing unless asked", () => {
      expect(validate({}).checked.ports).to.deep.equal([]);
    });
    it("claims no port that was not understood", () => {
      expect(validate({ publish: 0 }).checked.ports).to.deep.equal([]);
    });
  });

  it("reserves half of memory and CPUs unless told otherwise", () => {
    const { memoryMiB, memoryReservationMiB, cpus, cpusReserved, pids } = validate({}).checked.limits;
    expect({ memoryMiB, memoryReservationMiB, cpus, cpusReserved, pids }).to.deep.equal({
      memoryMiB: 512,
      memoryReservationMiB: 256,
      cpus: 1,
      cpusReserved: 0.5,
      pids: 256,
    });
  });

  it("never reserves more than the limit when nothing was refused", () => {
    const size = fc.integer({ min: 1, max: 5000 }).map((mib) => `${mib}m`);
    const cpus = fc.integer({ min: 1, max: 800 }).map((hundredths) => hundredths / 100);
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const args = fc.record({
      memory: some(size),
      memoryReservation: some(size),
      cpus: some(cpus),
      cpusReserved: some(cpus),
    });
    fc.assert(
      fc.property(args, (given) => {
        const { checked, faults } = validate(given as ServiceArgs);
        const { limits } = checked;
        return (
          faults.length > 0 || (limits.memoryReservationMiB <= limits.memoryMiB && limits.cpusReserved <= limits.cpus)
        );
      }),
    );
  });
});
