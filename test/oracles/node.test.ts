import { expect } from "chai";
import {
  nodeMajors,
  nodeOptions,
  NodeProfile,
  semiSpacesInHeap,
  tuneNode,
  type NodeMajor,
} from "../../lib/tuning/node";
import { nodeFlagsWithValue, nodeOptionFlags } from "../../lib/tuning/node-flags";
import { valueOf } from "../../lib/tuning/setting";
import { pinnedImages } from "../../lib/images/pinned";
import { docker, runOnce } from "../support/container";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

interface Ran {
  code: number | string;
  stdout: string;
  stderr: string;
}
const { provideNodes, underOptions, acceptedNames, needsValue } = tool("oracles/node") as {
  provideNodes: () => Promise<Record<NodeMajor, string>>;
  underOptions: (node: string, options: string, script?: string) => Promise<Ran>;
  acceptedNames: (node: string) => Promise<string[]>;
  needsValue: (node: string, name: string) => Promise<boolean>;
};

/** Every kind of limit, profile and number of processes; what comes out is asked once. */
function emitted(): Map<string, { old: number; semi: number }> {
  const all = new Map<string, { old: number; semi: number }>();
  for (const profile of Object.values(NodeProfile)) {
    for (const workers of [1, 2, 4]) {
      for (const memoryMiB of [128, 192, 255, 256, 384, 511, 512, 768, 1024, 1536, 2048, 3072, 4096, 16_384]) {
        if (memoryMiB / workers < 160) continue;
        const settings = tuneNode({ memoryMiB, workers, profile, cpus: workers });
        const [old, semi] = ["--max-old-space-size", "--max-semi-space-size"].map((name) =>
          Number(valueOf(settings, name)),
        );
        all.set(nodeOptions(settings), { old: old ?? 0, semi: semi ?? 0 });
      }
    }
  }
  return all;
}

const heapLimit = "process.stdout.write(String(require('node:v8').getHeapStatistics().heap_size_limit / 1048576))";
const leak =
  "const kept = []; for (;;) kept.push({ text: String(Math.random()), list: new Array(100).fill(kept.length) });";

describe("the real Nodes", function () {
  this.timeout(120_000);
  const nodes = oracle("Node 22, 24 and 26", provideNodes);

  for (const major of nodeMajors) {
    it(`of major ${major} take in NODE_OPTIONS the names that are listed, and no others`, async () => {
      const names = await acceptedNames(nodes()[major]);
      expect(names.length).to.be.above(200);
      expect([...nodeOptionFlags(major)].toSorted()).to.deep.equal(names);
    });

    it(`of major ${major} take every derived flag, and allow the heap that was asked for`, async () => {
      const grid = [...emitted()];
      expect(grid.length).to.be.above(50);
      for (const [options, { old, semi }] of grid) {
        const { code, stdout, stderr } = await underOptions(nodes()[major], options, heapLimit);
        expect({ options, code, stderr }).to.deep.equal({ options, code: 0, stderr: "" });
        // V8 counts three semi-spaces, each rounded up to a power of two, into the limit.
        expect(Number(stdout), options).to.equal(old + semiSpacesInHeap * semi);
      }
    });

    it(`of major ${major} round semi-spaces up to powers of two, as the sum of the heap supposes`, async () => {
      for (const [asked, used] of [
        [1, 1],
        [3, 4],
        [24, 32],
        [33, 64],
      ] as const) {
        const options = `--max-old-space-size=256 --max-semi-space-size=${asked}`;
        const { stdout } = await underOptions(nodes()[major], options, heapLimit);
        expect(Number(stdout), options).to.equal(256 + semiSpacesInHeap * used);
      }
    });

    it(`of major ${major} end before the first line with a flag that is not listed`, async () => {
      for (const flag of ["--optimize-for-size", "--lite-mode", "--stack-size=2000", "--go-faster"]) {
        expect(nodeOptionFlags(major).has(flag.split("=")[0] ?? "")).to.equal(false);
        const { code, stderr } = await underOptions(nodes()[major], flag);
        expect({ flag, code }).to.deep.equal({ flag, code: 9 });
        expect(stderr).to.include("is not allowed in NODE_OPTIONS");
      }
    });
  }

  it("want a value for the flags that are listed so, and for no others", async () => {
    const known = nodeOptionFlags(26);
    const listed = [...nodeFlagsWithValue].filter((name) => known.has(name));
    // Each process takes a moment: of those that stand alone, a part.
    const alone = [...known].filter((name) => !nodeFlagsWithValue.has(name)).filter((_, index) => index % 8 === 0);
    const wanted = async (names: string[]): Promise<string[]> => {
      const found: string[] = [];
      for (const name of names) if (await needsValue(nodes()[26], name)) found.push(name);
      return found;
    };
    expect(await wanted(listed)).to.deep.equal(listed);
    expect(await wanted(alone)).to.deep.equal([]);
  });
});

describe("Node in a container", function () {
  this.timeout(120_000);
  oracle("an engine with Node's image", async () => docker.getImage(pinnedImages.node).inspect());

  for (const memoryMiB of [128, 256, 512]) {
    it(`of ${memoryMiB} MiB has the heap that was asked for, whatever it would take by itself`, async () => {
      const settings = tuneNode({ memoryMiB, cpus: 1, workers: 1, profile: "balanced" });
      const [old, semi] = ["--max-old-space-size", "--max-semi-space-size"].map((name) =>
        Number(valueOf(settings, name)),
      );
      const { said } = await runOnce({ script: heapLimit, memoryMiB, options: nodeOptions(settings) });
      expect(Number(said)).to.equal((old ?? 0) + semiSpacesInHeap * (semi ?? 0));
    });

    it(`of ${memoryMiB} MiB ends a leak with V8's words, not with the kernel's kill`, async () => {
      // The profile that leaves the least beside the heap.
      const options = nodeOptions(tuneNode({ memoryMiB, cpus: 1, workers: 1, profile: "throughput" }));
      const { said, killed } = await runOnce({ script: leak, memoryMiB, options });
      expect(killed).to.equal(false);
      expect(said).to.match(/JavaScript heap out of memory/);
    });
  }

  it("without derived flags is killed by the kernel in 256 MiB, without a word", async () => {
    const { said, killed } = await runOnce({ script: leak, memoryMiB: 256, options: "" });
    expect(killed).to.equal(true);
    expect(said).not.to.include("heap out of memory");
  });
});
