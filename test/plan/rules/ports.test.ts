import { expect } from "chai";
import { ports } from "../../../lib/plan/rules/ports";
import { facts, told } from "../../support/facts";

const at = (host: number) => ({ ports: [{ container: 3000, host, address: "127.0.0.1" }] });

describe("the rule ports", () => {
  it("is kept by services on ports of their own", () => {
    expect(told(ports, facts("web", at(8080)), facts("docs", at(8081)), facts("api"))).to.deep.equal([]);
  });

  it("refuses a port that is published already", () => {
    expect(told(ports, facts("web", at(8080)), facts("docs", at(8080)))).to.deep.equal([
      `publish: port 8080 is published by "web" already; publish each service on a port of its own`,
    ]);
  });
});
