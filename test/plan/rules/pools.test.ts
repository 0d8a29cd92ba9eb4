import { expect } from "chai";
import { pools } from "../../../lib/plan/rules/pools";
import { facts, told } from "../../support/facts";

const db = facts("db", { clients: [{ name: "app", pool: 10 }] });
const uses = (count: number, server = "db") => ({
  uses: { server, client: "app", database: "app", connections: count },
});

describe("the rule pools", () => {
  it("is kept by a pool as large as what the database keeps", () => {
    expect(told(pools, db, facts("api", uses(10)))).to.deep.equal([]);
  });

  it("says nothing of a database that the stack does not know", () => {
    expect(told(pools, db, facts("api", uses(99, "elsewhere")))).to.deep.equal([]);
  });

  it("says nothing of a service without a database", () => {
    expect(told(pools, db, facts("api"))).to.deep.equal([]);
  });

  it("refuses a larger pool", () => {
    expect(told(pools, db, facts("api", uses(11)))).to.deep.equal([
      `database: "db" keeps 10 connections for the client "app", 11 may be opened ("api" 11); raise clients.app.pool to 11, or give each service a client of its own`,
    ]);
  });

  it("adds up all that log in as one client", () => {
    expect(told(pools, db, facts("api", uses(10)), facts("worker", uses(5)))[0]).to.contain(
      `15 may be opened ("api" 10, "worker" 5)`,
    );
  });
});
