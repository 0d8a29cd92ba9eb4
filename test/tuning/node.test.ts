import { expect } from "chai";
import fc from "fast-check";
import { nodeHeapMiB, nodeNativeReserveMiB, nodeOptions, tuneNode } from "../../lib/tuning/node";

describe("nodeHeapMiB", () => {
  for (const [memoryMiB, heap] of [
    [128, 32],
    [192, 96],
    [256, 158],
    [257, 161],
    [384, 288],
    [512, 384],
    [1024, 768],
    [2048, 1536],
    [2049, 1639],
    [4096, 3276],
  ] as const) {
    it(`gives ${heap} MiB of heap to ${memoryMiB} MiB`, () => {
      expect(nodeHeapMiB({ memoryMiB })).to.equal(heap);
    });
  }

  it("gives what the user gave", () => {
    expect(nodeHeapMiB({ memoryMiB: 512, heapMiB: 100 })).to.equal(100);
  });

  it("always leaves the native reserve", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 65_536 }),
        (memoryMiB) => nodeHeapMiB({ memoryMiB }) <= memoryMiB - nodeNativeReserveMiB,
      ),
    );
  });

  it("never shrinks as memory grows", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 65_536 }),
        (memoryMiB) => nodeHeapMiB({ memoryMiB: memoryMiB + 1 }) >= nodeHeapMiB({ memoryMiB }),
      ),
    );
  });
});

describe("nodeOptions", () => {
  for (const [memoryMiB, options] of [
    [256, "--max-old-space-size=158"],
    [511, "--max-old-space-size=383"],
    [512, "--max-old-space-size=384 --max-semi-space-size=16"],
  ] as const) {
    it(`are "${options}" for ${memoryMiB} MiB`, () => {
      expect(nodeOptions(tuneNode({ memoryMiB }))).to.equal(options);
    });
  }

  it("are flags that Node accepts in NODE_OPTIONS", () => {
    const accepted = process.allowedNodeEnvironmentFlags;
    const refused = tuneNode({ memoryMiB: 1024 }).filter(({ name }) => !accepted.has(name));
    expect(refused).to.deep.equal([]);
  });
});
