import { expect } from "chai";
import { stop } from "../../../lib/plan/rules/stop";
import { facts, told } from "../../support/facts";

const edge = (graceMs: number) =>
  facts("edge", { graceMs, routes: [{ path: "/", service: "api", maxBodyMiB: 1, readTimeoutMs: 60_000 }] });

describe("the rule stop", () => {
  it("is kept by a grace as long as the drain and the longest request", () => {
    expect(told(stop, facts("api", { graceMs: 30_000, drainMs: 30_000, longestRequestMs: 20_000 }))).to.deep.equal([]);
  });

  it("refuses a grace shorter than the drain", () => {
    expect(told(stop, facts("api", { graceMs: 10_000, drainMs: 30_000 }))).to.deep.equal([
      `stopGrace: 10s end before what it does may have ended, 30s; write "30s" or more`,
    ]);
  });

  it("refuses a grace shorter than the longest request", () => {
    expect(told(stop, facts("api", { graceMs: 10_000, longestRequestMs: 20_000 }))[0]).to.contain("20s");
  });

  it("lets an edge end what the services behind it work on", () => {
    const api = facts("api", { longestRequestMs: 20_000, graceMs: 25_000 });
    expect(told(stop, api, edge(20_000))).to.deep.equal([]);
    expect(told(stop, api, edge(15_000))[0]).to.contain("15s end before what it does may have ended, 20s");
  });
});
