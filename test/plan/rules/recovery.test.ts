import { expect } from "chai";
import { recovery } from "../../../lib/plan/rules/recovery";
import { facts, told } from "../../support/facts";

describe("the rule recovery", () => {
  it("is kept by a health check that waits long enough", () => {
    expect(told(recovery, facts("db", { patienceMs: 60_000, recoveryMs: 60_000 }))).to.deep.equal([]);
  });

  it("refuses one that gives up before", () => {
    expect(told(recovery, facts("db", { patienceMs: 60_000, recoveryMs: 90_000 }))).to.deep.equal([
      "health.startPeriod: the health check gives up after 1m, a recovery can take 90s; raise startPeriod by 30s, or lower what has to be recovered (max_wal_size)",
    ]);
  });
});
