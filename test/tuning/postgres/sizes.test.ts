import { expect } from "chai";
import { plainNumber, sizeMiB } from "../../../lib/tuning/postgres/sizes";

describe("sizes as PostgreSQL reads them", () => {
  for (const [text, base, mib] of [
    ["64MB", 1, 64],
    ["64 MB", 1, 64],
    ["1GB", 1, 1024],
    ["1.5GB", 1, 1536],
    ["2TB", 1, 2_097_152],
    ["512kB", 1, 0.5],
    ["1048576B", 1, 1],
    ["4096", 1, 4], // kB
    ["16384", 8, 128], // pages
    ["100", 1024, 100], // MB
    ["-1", 1, -1], // the setting's own meaning
    ["-1MB", 1, undefined],
    ["-2", 1, undefined],
    ["64mb", 1, undefined], // units are spelt exactly
    ["64MiB", 1, undefined],
    ["lots", 1, undefined],
    ["", 1, undefined],
    ["NaN", 1, undefined],
  ] as const) {
    it(`reads "${text}" in units of ${base} kB as ${mib} MiB`, () => {
      expect(sizeMiB(text, base)).to.equal(mib);
    });
  }

  it("reads plain numbers only as plain numbers", () => {
    expect(["8", " 2.5 ", "-1", "8MB", "many", ""].map(plainNumber)).to.deep.equal([
      8,
      2.5,
      -1,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
