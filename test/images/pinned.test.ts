import { expect } from "chai";
import { alpineNodeBases, imageMajor, imageTag, pinnedImages } from "../../lib/images/pinned";

describe("pinned images", () => {
  for (const image of Object.values(pinnedImages)) {
    it(`${image} names a version down to the patch`, () => {
      expect(imageTag(image)).to.match(/^\d+\.\d+/);
    });
  }

  it("are those that the set-up provides, with Alpine for its tests, no more and no fewer", async () => {
    const { pinned } = (await import("../../tools/stand-ins/catalogue.mjs" as string)) as { pinned: string[] };
    const taken = [...Object.values(pinnedImages), alpineNodeBases[24]];
    expect(pinned.toSorted()).to.deep.equal(taken.toSorted());
  });
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
