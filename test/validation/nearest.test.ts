import { expect } from "chai";
import fc from "fast-check";
import { editDistance, nearestName } from "../../lib/validation/nearest";

const names = ["N8N_METRICS", "N8N_METRICS_PREFIX", "EXECUTIONS_TIMEOUT"];

describe("nearestName", () => {
  for (const [name, nearest] of [
    ["N8N_METRIC", "N8N_METRICS"],
    ["N8N_METRCIS", "N8N_METRICS"],
    ["EXECUTION_TIMEOUT", "EXECUTIONS_TIMEOUT"],
    ["N8N_METRICS_PREFIXES", "N8N_METRICS_PREFIX"],
    ["SOMETHING_ELSE", undefined],
    ["X", undefined],
  ] as const) {
    it(`takes ${name} for ${nearest ?? "nothing that there is"}`, () => {
      expect(nearestName(name, names)).to.equal(nearest);
    });
  }
});

describe("editDistance", () => {
  const word = fc.string({ maxLength: 12 });

  for (const [one, other, distance] of [
    ["", "", 0],
    ["abc", "", 3],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
  ] as const) {
    it(`is ${distance} between "${one}" and "${other}"`, () => {
      expect(editDistance(one, other)).to.equal(distance);
    });
  }

  it("is the same both ways, and none only for the same word", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(editDistance(one, other)).to.equal(editDistance(other, one));
        expect(editDistance(one, other) === 0).to.equal(one === other);
      }),
    );
  });

  it("stops where it is enough", () => {
    fc.assert(
      fc.property(word, word, fc.nat(12), (one, other, enough) => {
        expect(editDistance(one, other, enough)).to.equal(Math.min(enough, editDistance(one, other)));
      }),
    );
  });
});
