import { expect } from "chai";
import fc from "fast-check";
import {
  edgeMemorySumMiB,
  edgeSettings,
  largestCacheMiB,
  nginxTemporaryMiB,
  siteSettings,
  tuneEdge,
  tuneSite,
} from "../../lib/tuning/nginx";
import { valueOf } from "../../lib/tuning/setting";
import { derivationTests } from "../support/derivation";

const memoryMiB = fc.integer({ min: 32, max: 8192 });
const cpus = fc.integer({ min: 1, max: 1600 }).map((hundredths) => hundredths / 100);

describe("tuneEdge", () => {
  for (const [name, limits, value] of [
    ["worker_processes", { cpus: 0.1 }, 1],
    ["worker_processes", { cpus: 1 }, 1],
    ["worker_processes", { cpus: 1.01 }, 2],
    ["worker_processes", { cpus: 4 }, 4],
    ["worker_processes", { cpus: 4, memoryMiB: 64 }, 2], // 32 MiB for each
    ["worker_connections", { memoryMiB: 32, cacheMiB: 8 }, 128], // the floor
    ["worker_connections", {}, 896],
    ["worker_connections", { cacheMiB: 0 }, 1024], // eight for each MiB
    ["worker_connections", { memoryMiB: 1024, cacheMiB: 256 }, 4096], // the ceiling
    ["worker_connections", { memoryMiB: 1024, cacheMiB: 256, cpus: 4 }, 2304], // four workers share the memory
    ["worker_rlimit_nofile", {}, 1920],
    ["keepalive_timeout", {}, 65],
    ["gzip_comp_level", {}, 5],
    ["keys_zone", {}, 1],
    ["keys_zone", { cacheMiB: 33 }, 2],
    ["keys_zone", { cacheMiB: 0 }, undefined],
    ["max_size", {}, 32],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(limits)}`, () => {
      expect(valueOf(tuneEdge({ memoryMiB: 128, cpus: 0.5, cacheMiB: 32, ...limits }), name)).to.equal(value);
    });
  }

  it("takes no more than the limit, with the default cache and with the largest", () => {
    fc.assert(
      fc.property(memoryMiB, cpus, (memory, count) => {
        const limits = { memoryMiB: memory, cpus: count };
        expect(edgeMemorySumMiB({ ...limits, cacheMiB: Math.floor(memory / 4) })).to.be.at.most(memory);
        const cacheMiB = largestCacheMiB(limits);
        expect(edgeMemorySumMiB({ ...limits, cacheMiB })).to.be.at.most(memory);
        expect(edgeMemorySumMiB({ ...limits, cacheMiB: cacheMiB + 1 })).to.be.above(memory);
      }),
    );
  });

  it("serves no fewer connections as memory grows", () => {
    const all = (memory: number, count: number): number => {
      const settings = tuneEdge({ memoryMiB: memory, cpus: count, cacheMiB: Math.floor(memory / 4) });
      return Number(valueOf(settings, "worker_connections")) * Number(valueOf(settings, "worker_processes"));
    };
    fc.assert(
      // Whole steps of 64 for each worker, so a few MiB may change nothing or come off one worker's step.
      fc.property(memoryMiB, cpus, (memory, count) => all(memory * 2, count) >= all(memory, count)),
    );
  });
});

describe("tuneSite", () => {
  for (const [name, limits, value] of [
    ["worker_connections", {}, 512],
    ["worker_connections", { memoryMiB: 32 }, 256],
    ["worker_connections", { memoryMiB: 1024 }, 4096], // the ceiling
    ["worker_rlimit_nofile", {}, 1640],
    ["open_file_cache", {}, "max=1000 inactive=60s"],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(limits)}`, () => {
      expect(valueOf(tuneSite({ memoryMiB: 64, cpus: 0.5, ...limits }), name)).to.equal(value);
    });
  }
});

describe("the folder for bodies that wait", () => {
  for (const [memory, size] of [
    [32, 4],
    [64, 8],
    [128, 16],
    [4096, 16],
  ] as const) {
    it(`has ${size} MiB of ${memory} MiB`, () => {
      expect(nginxTemporaryMiB({ memoryMiB: memory })).to.equal(size);
    });
  }
});

describe("each of nginx's settings", () => {
  const limits = { memoryMiB, cpus };
  derivationTests(siteSettings, limits);
  derivationTests(edgeSettings, { ...limits, cacheMiB: fc.integer({ min: 0, max: 512 }) });
});
