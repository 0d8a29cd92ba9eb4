import { expect } from "chai";
import { names } from "../../../lib/plan/rules/names";
import { facts, told } from "../../support/facts";

const remedy = "give each service a name of its own, and not one that ends like another one's helper";

describe("the rule names", () => {
  it("is kept by services and helpers with names of their own", () => {
    expect(told(names, facts("web"), facts("web2"))).to.deep.equal([]);
  });

  it("refuses a twin with all its helpers", () => {
    expect(told(names, facts("web"), facts("web"))).to.deep.equal([
      `name: a container "web" belongs to OptimizedNodeService "web" already; ${remedy}`,
      `name: a container "web-files" belongs to OptimizedNodeService "web" already; ${remedy}`,
    ]);
  });

  it("refuses a service that is called like another's helper", () => {
    expect(told(names, facts("web"), facts("web-files"))).to.deep.equal([
      `name: a container "web-files" belongs to OptimizedNodeService "web" already; ${remedy}`,
    ]);
  });
});
