import { expect } from "chai";
import fc from "fast-check";
import { formatMemory, parseMemory } from "../../lib/units/memory";

describe("parseMemory", () => {
  for (const [text, mib] of [
    ["512MiB", 512],
    ["512mib", 512],
    ["512m", 512],
    ["512 MiB", 512],
    [" 512m ", 512],
    ["1.5GiB", 1536],
    ["2g", 2048],
    ["1T", 1_048_576],
    ["1024KiB", 1],
    ["512k", 0.5],
    ["1048576b", 1],
    ["0m", 0],
  ] as const) {
    it(`reads "${text}" as ${mib} MiB`, () => {
      expect(parseMemory(text)).to.equal(mib);
    });
  }

  for (const [text, why] of [
    ["512", "has no unit"],
    ["", "is empty"],
    ["m", "has no number"],
    ["-1m", "is negative"],
    ["512MB", "has a unit that some read as 10^6 and Docker as 2^20"],
    ["2GB", "has a unit that some read as 10^9 and Docker as 2^30"],
    ["512mb", "has the same unit in small letters"],
    ["512Mi", "is how Kubernetes writes it"],
    ["1,5g", "has a comma"],
    ["1e3m", "has an exponent"],
    ["lots", "is a word"],
    ["5constructor", "names a property that every object has"],
  ] as const) {
    it(`refuses "${text}", which ${why}`, () => {
      expect(parseMemory(text)).to.equal(undefined);
    });
  }
});

describe("formatMemory", () => {
  for (const [mib, text] of [
    [1, "1MiB"],
    [1023, "1023MiB"],
    [1024, "1GiB"],
    [1025, "1025MiB"],
    [1536, "1536MiB"],
    [2048, "2GiB"],
  ] as const) {
    it(`writes ${mib} MiB as "${text}"`, () => {
      expect(formatMemory(mib)).to.equal(text);
    });
  }

  it("writes what parseMemory reads back", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 16_777_216 }), (mib) => parseMemory(formatMemory(mib)) === mib));
  });
});
