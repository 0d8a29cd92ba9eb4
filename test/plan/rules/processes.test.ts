import { expect } from "chai";
import { processes } from "../../../lib/plan/rules/processes";
import { facts, told } from "../../support/facts";

describe("the rule processes", () => {
  it("is kept by a limit as high as what the settings allow", () => {
    expect(told(processes, facts("db", { processes: 256 }))).to.deep.equal([]);
  });

  it("refuses a lower one", () => {
    expect(told(processes, facts("db", { processes: 257 }))).to.deep.equal([
      "pids: 256 are allowed, its settings allow 257 processes and threads; write 257 or more",
    ]);
  });
});
