import { expect } from "chai";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../lib/units/duration";

describe("parseDuration", () => {
  for (const [text, ms] of [
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5s", 1500],
    ["1.005s", 1005],
    ["2.3m", 138_000],
    ["60s", 60_000],
    ["1m30s", 90_000],
    ["1h0m0s", 3_600_000],
    ["2h", 7_200_000],
    ["168h", 604_800_000],
    [" 5m ", 300_000],
    ["0s", 0],
  ] as const) {
    it(`reads "${text}" as ${ms} ms`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  for (const [text, why] of [
    ["30", "has no unit"],
    ["", "is empty"],
    ["s", "has no number"],
    ["-5s", "is negative"],
    ["30sec", "has an unknown unit"],
    ["1d", "has days, of which Docker knows nothing"],
    ["1m 30s", "has a space inside"],
    ["1,5s", "has a comma"],
    ["30S", "has a capital unit"],
    ["soon", "is a word"],
  ] as const) {
    it(`refuses "${text}", which ${why}`, () => {
      expect(parseDuration(text)).to.equal(undefined);
    });
  }

  it("reads a sum of parts as the sum of the parts", () => {
    const part = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(part, part, part, (h, m, s) => parseDuration(`${h}h${m}m${s}s`) === ((h * 60 + m) * 60 + s) * 1000),
    );
  });

  it("reads up to three decimals of a second as whole milliseconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (ms) => parseDuration(`${(ms / 1000).toFixed(3)}s`) === ms),
    );
  });
});

describe("formatDuration", () => {
  for (const [ms, text] of [
    [0, "0s"],
    [1, "1ms"],
    [999, "999ms"],
    [1000, "1s"],
    [1500, "1500ms"],
    [59_000, "59s"],
    [60_000, "1m"],
    [90_000, "90s"],
    [3_600_000, "1h"],
    [5_400_000, "90m"],
  ] as const) {
    it(`writes ${ms} ms as "${text}"`, () => {
      expect(formatDuration(ms)).to.equal(text);
    });
  }

  it("writes what parseDuration reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (ms) => parseDuration(formatDuration(ms)) === ms),
    );
  });
});
