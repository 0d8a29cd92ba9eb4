import { expect } from "chai";
import fc from "fast-check";
import { goDuration } from "../../../lib/engines/docker/go-duration";
import { parseDuration } from "../../../lib/units/duration";

/** What Go's Duration.String() can print for whole milliseconds. */
const canonical = /^(?:0s|[1-9]\d{0,2}ms|(?:[1-9]\d*h[1-5]?\dm|[1-5]?\dm)?(?:[1-5]?\d)(?:\.\d{0,2}[1-9])?s)$/;

describe("goDuration", () => {
  for (const [ms, spelt] of [
    [0, "0s"],
    [1, "1ms"],
    [500, "500ms"],
    [999, "999ms"],
    [1000, "1s"],
    [1500, "1.5s"],
    [1050, "1.05s"],
    [30_000, "30s"],
    [59_999, "59.999s"],
    [60_000, "1m0s"],
    [90_000, "1m30s"],
    [60_500, "1m0.5s"],
    [3_599_000, "59m59s"],
    [3_600_000, "1h0m0s"],
    [7_201_000, "2h0m1s"],
    [90_061_000, "25h1m1s"],
  ] as const) {
    it(`spells ${ms} ms as "${spelt}", as the engine does`, () => {
      expect(goDuration(ms)).to.equal(spelt);
    });
  }

  it("spells every number of milliseconds canonically, and as a duration of that length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (ms) => {
        const spelt = goDuration(ms);
        expect(spelt).to.match(canonical);
        expect(parseDuration(spelt)).to.equal(ms);
      }),
    );
  });
});
