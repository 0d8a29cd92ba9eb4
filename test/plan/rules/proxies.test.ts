import { expect } from "chai";
import { proxies } from "../../../lib/plan/rules/proxies";
import { facts, told } from "../../support/facts";

const edge = facts("edge", {
  routes: [{ path: "/n8n/", service: "automation", maxBodyMiB: 64, readTimeoutMs: 60_000 }],
});

describe("the rule proxies", () => {
  it("is kept by a service that trusts the edge, or more proxies before it", () => {
    expect(told(proxies, facts("automation", { trustedProxies: 1 }), edge)).to.deep.equal([]);
    expect(told(proxies, facts("automation", { trustedProxies: 2 }), edge)).to.deep.equal([]);
  });

  it("says nothing of a service that doesn't count proxies", () => {
    expect(told(proxies, facts("automation"), edge)).to.deep.equal([]);
  });

  it("refuses a service behind an edge that trusts nobody", () => {
    expect(told(proxies, facts("automation", { trustedProxies: 0 }), edge)).to.deep.equal([
      `routes[0]: "automation" stands behind this edge and trusts no proxy: its links and webhooks would carry an address that no browser knows; give "automation" its publicUrl`,
    ]);
  });
});
