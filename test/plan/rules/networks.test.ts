import { expect } from "chai";
import { networks } from "../../../lib/plan/rules/networks";
import { facts, told } from "../../support/facts";

const calls = (network: string | undefined) => ({ calls: [{ path: "database", service: "db", network }] });

describe("the rule networks", () => {
  it("is kept on one network", () => {
    expect(told(networks, facts("api", calls("shop")))).to.deep.equal([]);
  });

  it("says nothing of a service whose network nobody knows", () => {
    expect(told(networks, facts("api", calls(undefined)))).to.deep.equal([]);
  });

  it("refuses a call to another network", () => {
    expect(told(networks, facts("api", calls("elsewhere")))).to.deep.equal([
      `database: "db" is on another network, where this service can't reach it; give both the same network`,
    ]);
  });
});
