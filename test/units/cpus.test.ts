import { expect } from "chai";
import { formatCpus } from "../../lib/units/cpus";

describe("formatCpus", () => {
  for (const [cpus, text] of [
    [1, "1 CPU"],
    [2, "2 CPUs"],
    [0.5, "0.5 CPUs"],
  ] as const) {
    it(`writes ${text}`, () => {
      expect(formatCpus(cpus)).to.equal(text);
    });
  }
});
