import { expect } from "chai";
import { alpineNodeBases, imageMajor, imageTag, imageVersion, pinnedImages } from "../../lib/images/pinned";

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

describe("imageVersion", () => {
  for (const [name, reference, version] of [
    ["node", "node:24.21.0-slim", "24.21.0"],
    ["node", "node:24", "24"],
    ["python", "python:3.13.14-slim-trixie@sha256:0123", "3.13.14"],
    ["node", "node:lts", undefined],
    ["node", "node", undefined],
    ["node", "registry.example/node:24.21.0", undefined],
    ["node", "nodejs:24.21.0", undefined],
  ] as const) {
    it(`of ${reference} is ${version}`, () => {
      expect(imageVersion(name, reference)).to.equal(version);
    });
  }
});
