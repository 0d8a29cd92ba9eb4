import { expect } from "chai";
import fc from "fast-check";
import {
  nodeEnvironment,
  nodeHeapMiB,
  nodeOptions,
  nodeProcessesThatFit,
  nodeProcessMiB,
  NodeProfile,
  nodeReserveMiB,
  nodeSemiSpaceMiB,
  nodeSettings,
  tuneNode,
  type NodeLimits,
} from "../../lib/tuning/node";
import { derivationTests } from "../support/derivation";

const limits = (some: Partial<NodeLimits>): NodeLimits => ({
  memoryMiB: 512,
  cpus: 1,
  profile: "balanced",
  workers: 1,
  ...some,
});

const profile = fc.constantFrom(...Object.values(NodeProfile));
const memoryMiB = fc.integer({ min: 128, max: 65_536 });
const alone = fc.record({ memoryMiB, profile, workers: fc.constant(1) });

describe("nodeHeapMiB", () => {
  for (const [memory, heap, semiSpace] of [
    [128, 32, 4],
    [192, 96, 4],
    [256, 158, 8],
    [257, 161, 8],
    [384, 284, 8],
    [512, 384, 16],
    [1024, 768, 32],
    [2048, 1536, 64],
    [2049, 1639, 64],
    [4096, 3276, 64],
  ] as const) {
    it(`gives ${heap} MiB of heap and semi-spaces of ${semiSpace} to ${memory} MiB`, () => {
      expect(nodeHeapMiB(limits({ memoryMiB: memory }))).to.equal(heap);
      expect(nodeSemiSpaceMiB(limits({ memoryMiB: memory }))).to.equal(semiSpace);
    });
  }

  for (const [name, heap, semiSpace] of [
    ["memory", 256, 2],
    ["balanced", 384, 16],
    ["throughput", 352, 32],
  ] as const) {
    it(`gives ${heap} MiB of heap and semi-spaces of ${semiSpace} to 512 MiB by the profile ${name}`, () => {
      expect(nodeHeapMiB(limits({ profile: name }))).to.equal(heap);
      expect(nodeSemiSpaceMiB(limits({ profile: name }))).to.equal(semiSpace);
    });
  }

  it("gives what the user gave", () => {
    expect(nodeHeapMiB(limits({ heapMiB: 100 }))).to.equal(100);
  });

  it("always leaves room for new objects and native memory", () => {
    fc.assert(
      fc.property(alone, (given) => {
        const taken = nodeHeapMiB(given) + nodeReserveMiB(nodeSemiSpaceMiB(given));
        expect(taken).to.be.at.most(given.memoryMiB);
      }),
    );
  });

  it("never lets several processes take more than all", () => {
    const shared = fc.record({
      memoryMiB: fc.integer({ min: 700, max: 65_536 }),
      profile,
      workers: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(shared, (given) => {
        const each = nodeHeapMiB(given) + nodeReserveMiB(nodeSemiSpaceMiB(given));
        expect(each * given.workers).to.be.at.most(given.memoryMiB);
      }),
    );
  });

  it("never shrinks as memory grows", () => {
    fc.assert(
      fc.property(alone, (given) => {
        const more = { ...given, memoryMiB: given.memoryMiB + 1 };
        expect(nodeHeapMiB(more)).to.be.at.least(nodeHeapMiB(given));
        expect(nodeSemiSpaceMiB(more)).to.be.at.least(nodeSemiSpaceMiB(given));
      }),
    );
  });
});

describe("nodeOptions", () => {
  for (const [given, options] of [
    [{ memoryMiB: 256 }, "--max-old-space-size=158 --max-semi-space-size=8"],
    [{ memoryMiB: 512 }, "--max-old-space-size=384 --max-semi-space-size=16"],
    [{ memoryMiB: 2048, profile: "throughput" }, "--max-old-space-size=1536 --max-semi-space-size=64"],
  ] as const) {
    it(`are "${options}" for ${JSON.stringify(given)}`, () => {
      expect(nodeOptions(tuneNode(limits(given)))).to.equal(options);
    });
  }

  it("carry the user's flags, with and without a value, and let his own values win", () => {
    const flags = { "--max-semi-space-size": 4, "--enable-source-maps": true, "--stack-trace-limit": 50 };
    expect(nodeOptions(tuneNode(limits({}), flags))).to.equal(
      "--max-old-space-size=384 --max-semi-space-size=4 --enable-source-maps --stack-trace-limit=50",
    );
  });
});

describe("nodeEnvironment", () => {
  for (const [given, environment] of [
    [{}, {}],
    [{ poolSize: 10 }, { PGPOOL_MAX: "10" }],
    [
      { memoryMiB: 2048, workers: 4, poolSize: 10 },
      { WEB_CONCURRENCY: "4", PGPOOL_MAX: "2" },
    ],
    [{ profile: "throughput", cpus: 4 }, {}],
    [{ profile: "throughput", cpus: 8 }, { UV_THREADPOOL_SIZE: "8" }],
  ] as const) {
    it(`is ${JSON.stringify(environment)} for ${JSON.stringify(given)}`, () => {
      expect(nodeEnvironment(tuneNode(limits(given)))).to.deep.equal(environment);
    });
  }
});

describe("nodeProcessesThatFit", () => {
  for (const [memory, cpus, each, count, boundBy] of [
    [127, 4, 128, 0, "memory"],
    [128, 4, 128, 1, "memory"],
    [319, 4, 128, 1, "memory"], // two would need the process that starts them too
    [320, 4, 128, 2, "memory"],
    [4096, 4, 128, 4, "cpus"],
    [4096, 0.5, 128, 1, "cpus"],
    [4096, 8, 1024, 3, "memory"],
  ] as const) {
    it(`are ${count} of ${each} MiB in ${memory} MiB on ${cpus} CPUs, bound by ${boundBy}`, () => {
      expect(nodeProcessesThatFit({ memoryMiB: memory, cpus }, each)).to.deep.equal({ count, boundBy });
    });
  }

  it("get at least what they need", () => {
    fc.assert(
      fc.property(
        memoryMiB,
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 64, max: 4096 }),
        (memory, cpus, each) => {
          const { count } = nodeProcessesThatFit({ memoryMiB: memory, cpus }, each);
          if (count > 0) expect(nodeProcessMiB({ memoryMiB: memory, workers: count })).to.be.at.least(each);
        },
      ),
    );
  });
});

describe("each of Node's settings", () => {
  derivationTests(nodeSettings, {
    memoryMiB: fc.integer({ min: 512, max: 8192 }),
    cpus: fc.integer({ min: 1, max: 64 }),
    profile,
    workers: fc.integer({ min: 1, max: 4 }),
    heapMiB: fc.option(fc.integer({ min: 32, max: 8192 }), { nil: undefined }),
    poolSize: fc.option(fc.integer({ min: 4, max: 50 }), { nil: undefined }),
  });
});
