import { expect } from "chai";
import { atLeast, parseVersion } from "../../../tools/setup/versions.mjs";

describe("parseVersion", () => {
  for (const [text, parts] of [
    ["go1.26.8", [1, 26, 8]],
    ["v3.270.0", [3, 270, 0]],
    ["1.41", [1, 41, 0]],
    ["24", [24, 0, 0]],
    ["20.10.24+dfsg1", [20, 10, 24]],
    ["none", undefined],
    [undefined, undefined],
  ]) {
    it(`reads ${text} as ${parts}`, () => {
      expect(parseVersion(text)).to.deep.equal(parts);
    });
  }
});

describe("atLeast", () => {
  for (const [have, need, enough] of [
    ["1.41", "1.41", true],
    ["1.50", "1.41", true],
    ["1.9", "1.41", false],
    ["2.0", "1.41", true],
    ["go1.24.9", "1.25", false],
    ["go1.25", "1.25.0", true],
    ["", "1.0", false],
  ]) {
    it(`says that "${have}" is ${enough ? "" : "not "}${need} or newer`, () => {
      expect(atLeast(have, need)).to.equal(enough);
    });
  }
});
