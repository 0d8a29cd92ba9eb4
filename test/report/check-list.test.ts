import { expect } from "chai";
import { checkList, ruleResults } from "../../lib/report/check-list";

const rules = [
  { name: "ports", says: "each port leads to one service" },
  { name: "stop", says: "what is begun is ended" },
];
const broken = { rule: "stop", service: "api", path: "stopGrace", problem: "too short", remedy: "write more" };

describe("checkList", () => {
  it("has a line for each rule that is kept", () => {
    expect(checkList(ruleResults(rules, []))).to.equal(
      "✓ ports  each port leads to one service\n✓ stop   what is begun is ended\n\nall 2 rules are kept",
    );
  });

  it("tells what breaks a rule and how to mend it", () => {
    expect(checkList(ruleResults(rules, [broken]))).to.equal(
      "✓ ports  each port leads to one service\n✗ stop   what is begun is ended\n    api.stopGrace: too short; write more\n\n1 rule is broken",
    );
  });

  it("indents what takes several lines, and names no service where the whole stack is meant", () => {
    const whole = { rule: "stop", path: "host", problem: "one\ntwo", remedy: "three" };
    expect(checkList(ruleResults(rules, [broken, whole]))).to.contain(
      "\n    host: one\n    two; three\n\n2 rules are broken",
    );
  });
});
