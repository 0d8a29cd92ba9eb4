import { expect } from "chai";
import { bodies } from "../../../lib/plan/rules/bodies";
import { facts, told } from "../../support/facts";

const edge = (maxBodyMiB: number) =>
  facts("edge", { routes: [{ path: "/n8n/", service: "automation", maxBodyMiB, readTimeoutMs: 60_000 }] });

describe("the rule bodies", () => {
  it("is kept by an edge that lets through as much", () => {
    expect(told(bodies, facts("automation", { maxBodyMiB: 64 }), edge(64))).to.deep.equal([]);
  });

  it("says nothing of a service without a limit of its own", () => {
    expect(told(bodies, facts("automation"), edge(1))).to.deep.equal([]);
  });

  it("refuses an edge that lets through less", () => {
    expect(told(bodies, facts("automation", { maxBodyMiB: 200 }), edge(64))).to.deep.equal([
      `routes[0]: the edge refuses bodies above 64MiB on /n8n/, "automation" takes 200MiB; set maxBodyMiB of the route to 200, or lower what the service takes`,
    ]);
  });
});
