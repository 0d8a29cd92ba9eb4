import { expect } from "chai";
import { planRepair } from "../../../tools/stack/repair.mjs";

const container = (Id, name) => ({ Id, Names: [`/${name}`] });
const creating = (name) => ({ type: "creating", resource: { inputs: { name } } });

describe("the repair after an interruption", () => {
  for (const { title, state, engine, plan } of [
    {
      title: "has nothing to do where state and engine agree",
      state: { resources: [{ id: "1" }, { id: "n" }] },
      engine: { containers: [container("1", "db")], networks: [{ Id: "n", Name: "net" }] },
      plan: { remove: [], foreign: [], pending: 0 },
    },
    {
      title: "removes what was begun and never noted",
      state: { resources: [], pending_operations: [creating("db"), creating("net")] },
      engine: { containers: [container("1", "db")], networks: [{ Id: "n", Name: "net" }] },
      plan: {
        remove: [
          { kind: "container", id: "1", name: "db" },
          { kind: "network", id: "n", name: "net" },
        ],
        foreign: [],
        pending: 2,
      },
    },
    {
      title: "leaves alone what was made elsewhere",
      state: { resources: [] },
      engine: { containers: [container("1", "db")], networks: [] },
      plan: { remove: [], foreign: [{ kind: "container", id: "1", name: "db" }], pending: 0 },
    },
    {
      title: "removes nothing that the state knows, although its name was begun again",
      state: { resources: [{ id: "1" }], pending_operations: [creating("db")] },
      engine: { containers: [container("1", "db")], networks: [] },
      plan: { remove: [], foreign: [], pending: 1 },
    },
    {
      title: "takes only creations for begun",
      state: { resources: [], pending_operations: [{ type: "deleting", resource: { inputs: { name: "db" } } }] },
      engine: { containers: [container("1", "db")], networks: [] },
      plan: { remove: [], foreign: [{ kind: "container", id: "1", name: "db" }], pending: 1 },
    },
    {
      title: "survives an empty state",
      state: {},
      engine: { containers: [], networks: [] },
      plan: { remove: [], foreign: [], pending: 0 },
    },
  ]) {
    it(title, () => {
      expect(planRepair(state, engine)).to.deep.equal(plan);
    });
  }
});
