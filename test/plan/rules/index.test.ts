import { expect } from "chai";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../lib/plan/rules";
import { facts, told } from "../../support/facts";

describe("every rule", () => {
  it("has a file of its name, and each file is in the list", () => {
    const files = readdirSync(join(__dirname, "..", "..", "..", "lib", "plan", "rules")).map((file) =>
      file.replace(".ts", ""),
    );
    const named = files.filter((file) => file !== "index" && file !== "rule");
    expect(rules.map(({ name }) => name)).to.have.members(named);
  });

  for (const rule of rules) {
    it(`${rule.name} says what is agreed, and has nothing against a plain service`, () => {
      expect(rule.says).to.match(/^[a-z].{20,}[^.]$/);
      expect(told(rule, facts("one"), facts("two"))).to.deep.equal([]);
    });
  }
});
