import { expect } from "chai";
import { alone } from "../../../lib/plan/rules/alone";
import { facts, told } from "../../support/facts";

const engine = (name: string, database = "n8n", server = "db") =>
  facts(name, { aloneOnDatabase: true, uses: { server, client: "n8n", database, connections: 10 } });

describe("the rule alone", () => {
  it("is kept by engines with databases of their own", () => {
    expect(told(alone, engine("one"), engine("two", "n8n2"))).to.deep.equal([]);
    expect(told(alone, engine("one"), engine("two", "n8n", "db2"))).to.deep.equal([]);
  });

  it("says nothing of services that share a database with one", () => {
    const report = facts("report", { uses: { server: "db", client: "n8n", database: "n8n", connections: 1 } });
    expect(told(alone, engine("one"), report)).to.deep.equal([]);
  });

  it("refuses a second engine on one database", () => {
    expect(told(alone, engine("one"), engine("two"))).to.deep.equal([
      `database: "one" works on the database "n8n" of "db" already; declare a client with a database of its own for each engine`,
    ]);
  });
});
