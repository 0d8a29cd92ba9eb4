import { expect } from "chai";
import { timeouts } from "../../../lib/plan/rules/timeouts";
import { facts, told } from "../../support/facts";

const edge = (readTimeoutMs: number) =>
  facts("edge", { routes: [{ path: "/api/", service: "api", maxBodyMiB: 1, readTimeoutMs }] });
const db = (statementTimeoutMs?: number) => facts("db", { clients: [{ name: "app", pool: 10, statementTimeoutMs }] });
const api = (longestRequestMs?: number) =>
  facts("api", {
    ...(longestRequestMs === undefined ? {} : { longestRequestMs }),
    uses: { server: "db", client: "app", database: "app", connections: 10 },
  });

describe("the rule timeouts", () => {
  it("is kept by timeouts that nest", () => {
    expect(told(timeouts, db(5000), api(10_000))).to.deep.equal([]);
    expect(told(timeouts, db(5000), api(10_000), edge(60_000))).to.deep.equal([]);
  });

  it("is kept by equal ones", () => {
    expect(told(timeouts, db(10_000), api(10_000))).to.deep.equal([]);
    expect(told(timeouts, api(60_000), edge(60_000))).to.deep.equal([]);
  });

  it("says nothing of a service that doesn't say how long it works", () => {
    expect(told(timeouts, db(5000), api())).to.deep.equal([]);
    expect(told(timeouts, api(), edge(1))).to.deep.equal([]);
  });

  it("refuses an edge that gives up first", () => {
    expect(told(timeouts, api(90_000), edge(60_000))).to.deep.equal([
      `routes[0]: the edge gives up on /api/ after 1m, "api" may work for 90s; set readTimeoutSeconds of the route to 90 or more, or shorten what the service allows`,
    ]);
  });

  it("refuses statements that outlive their request", () => {
    expect(told(timeouts, db(30_000), api(10_000))).to.deep.equal([
      `longestRequest: a request ends after 10s, its statements on "db" run on for up to 30s; set clients.app.statementTimeout to "10s" or less, or raise longestRequest`,
    ]);
  });
});
