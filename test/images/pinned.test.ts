import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { imageMajor, imageTag, pinnedImages } from "../../lib/images/pinned";

const root = join(__dirname, "..", "..");

describe("pinned images", () => {
  for (const image of Object.values(pinnedImages)) {
    it(`${image} names a version down to the patch`, () => {
      expect(imageTag(image)).to.match(/^\d+\.\d+/);
    });
  }

  it("are those that the set-up provides, no more and no fewer", async () => {
    const { pinned } = (await import("../../tools/stand-ins/catalogue.mjs" as string)) as { pinned: string[] };
    expect(pinned.toSorted()).to.deep.equal(Object.values(pinnedImages).toSorted());
  });

  for (const example of ["backend", "frontend"]) {
    it(`are what examples/pilotpros/${example}/Dockerfile begins from`, () => {
      const dockerfile = readFileSync(join(root, "examples", "pilotpros", example, "Dockerfile"), "utf8");
      const stages = new Set([...dockerfile.matchAll(/^FROM \S+ AS (\S+)/gm)].map(([, stage]) => stage));
      const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)]
        .map(([, base]) => base)
        .filter((base) => !stages.has(base));
      expect(bases).not.to.deep.equal([]);
      expect(bases.filter((base) => !Object.values<string | undefined>(pinnedImages).includes(base))).to.deep.equal([]);
    });
  }
});

describe("imageTag", () => {
  for (const [reference, tag] of [
    ["postgres:18.6-trixie", "18.6-trixie"],
    ["postgres", undefined],
    ["postgres:", undefined],
    ["registry.example:5000/team/postgres", undefined],
    ["registry.example:5000/team/postgres:17", "17"],
    ["postgres:18@sha256:0123", "18"],
    ["postgres@sha256:0123", undefined],
  ] as const) {
    it(`of ${reference} is ${tag}`, () => {
      expect(imageTag(reference)).to.equal(tag);
    });
  }
});

describe("imageMajor", () => {
  for (const [reference, major] of [
    ["postgres:18.6-trixie", 18],
    ["n8n:v2.41.1", 2],
    ["node:24", 24],
    ["node:lts", undefined],
    ["node", undefined],
  ] as const) {
    it(`of ${reference} is ${major}`, () => {
      expect(imageMajor(reference)).to.equal(major);
    });
  }
});
