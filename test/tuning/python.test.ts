import { expect } from "chai";
import fc from "fast-check";
import {
  gunicornSettings,
  pythonArguments,
  pythonMemorySumMiB,
  pythonWorkers,
  tuneGunicorn,
  tuneUvicorn,
  uvicornSettings,
  type PythonLimits,
} from "../../lib/tuning/python";
import { valueOf } from "../../lib/tuning/setting";
import { derivationTests } from "../support/derivation";

const limits = (some: Partial<PythonLimits>): PythonLimits => ({
  memoryMiB: 512,
  cpus: 1,
  work: "waiting",
  workerMiB: 100,
  longestRequestSeconds: 30,
  ...some,
});

const inputs = {
  memoryMiB: fc.integer({ min: 64, max: 16_384 }),
  cpus: fc.integer({ min: 1, max: 3200 }).map((hundredths) => hundredths / 100),
  work: fc.constantFrom("computing" as const, "waiting" as const),
  workerMiB: fc.integer({ min: 16, max: 1024 }),
  longestRequestSeconds: fc.integer({ min: 1, max: 600 }),
};

describe("pythonWorkers", () => {
  for (const [some, workers] of [
    [{}, 1],
    [{ cpus: 0.25 }, 1],
    [{ cpus: 2.5 }, 3],
    [{ cpus: 8 }, 4], // memory for four
    [{ cpus: 8, workerMiB: 600 }, 1], // one there must be
  ] as const) {
    it(`are ${workers} with ${JSON.stringify(some)}`, () => {
      expect(pythonWorkers(limits(some))).to.equal(workers);
    });
  }

  it("never take more than the limit, where it has room for one and two threads", () => {
    fc.assert(
      fc.property(fc.record(inputs), (given) => {
        fc.pre(given.memoryMiB >= 2 * (given.workerMiB + 8) + 32);
        const workers = pythonWorkers(given);
        // Two threads are the least of a worker that waits, and 8 MiB more than it was said to take.
        expect(pythonMemorySumMiB(given)).to.be.at.most(given.memoryMiB + workers * 8);
      }),
    );
  });

  it("never grow fewer with memory or CPUs", () => {
    fc.assert(
      fc.property(fc.record(inputs), (given) => {
        const workers = pythonWorkers(given);
        expect(pythonWorkers({ ...given, memoryMiB: given.memoryMiB + 1 })).to.be.at.least(workers);
        expect(pythonWorkers({ ...given, cpus: given.cpus + 0.5 })).to.be.at.least(workers);
      }),
    );
  });
});

describe("tuneGunicorn", () => {
  for (const [some, name, value] of [
    [{}, "--worker-class", "gthread"],
    [{ work: "computing" }, "--worker-class", "sync"],
    [{}, "--threads", 16],
    [{ work: "computing" }, "--threads", 1],
    [{ memoryMiB: 140 }, "--threads", 2],
    [{ cpus: 4, memoryMiB: 480 }, "--threads", 3],
    [{ longestRequestSeconds: 60 }, "--timeout", 65],
    [{ longestRequestSeconds: 60 }, "--graceful-timeout", 60],
    [{ work: "computing" }, "--keep-alive", undefined],
    [{ work: "computing" }, "MALLOC_ARENA_MAX", undefined],
    [{}, "MALLOC_ARENA_MAX", 2],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(some)}`, () => {
      expect(valueOf(tuneGunicorn(limits(some)), name)).to.equal(value);
    });
  }
});

describe("pythonArguments", () => {
  it("are the server's own, without the environment", () => {
    expect(pythonArguments(tuneUvicorn(limits({ cpus: 2 })))).to.deep.equal(
      [
        ["--workers", "2"],
        ["--timeout-keep-alive", "75"],
        ["--timeout-graceful-shutdown", "30"],
        ["--limit-max-requests", "10000"],
        ["--limit-max-requests-jitter", "1000"],
      ].flat(),
    );
  });
});

describe("each of gunicorn's settings", () => derivationTests(gunicornSettings, inputs));
describe("each of uvicorn's settings", () => derivationTests(uvicornSettings, inputs));
