import { expect } from "chai";
import { judgeLock } from "../../../tools/stack/file-backend.mjs";
import { consentTo } from "../../../tools/stack/removal.mjs";
import { missingServices, nothingChanged } from "../../../tools/stack/update.mjs";

describe("a lock of the backend", () => {
  const here = {
    host: "here",
    alive: (pid) => pid < 10,
    program: (pid) => (pid === 1 ? "pulumi" : pid === 2 ? "bash" : undefined),
  };
  for (const { title, lock, verdict } of [
    { title: "of a pulumi at work is held", lock: { pid: 1, hostname: "here" }, verdict: "held" },
    { title: "whose process is gone is stale", lock: { pid: 10, hostname: "here" }, verdict: "stale" },
    { title: "whose pid is another program's by now is stale", lock: { pid: 2, hostname: "here" }, verdict: "stale" },
    { title: "whose program can't be seen is held", lock: { pid: 3, hostname: "here" }, verdict: "held" },
    { title: "of another machine can't be told", lock: { pid: 10, hostname: "there" }, verdict: "foreign" },
  ]) {
    it(title, () => {
      expect(judgeLock(lock, here)).to.equal(verdict);
    });
  }
});

describe("the data", () => {
  for (const { title, asked, consent } of [
    { title: "is kept unless asked", asked: { purge: false, yes: true, atTerminal: true }, consent: "none" },
    {
      title: "is deleted without a question where --yes was given",
      asked: { purge: true, yes: true, atTerminal: false },
      consent: "yes",
    },
    {
      title: "is deleted after a question at a terminal",
      asked: { purge: true, yes: false, atTerminal: true },
      consent: "ask",
    },
    {
      title: "is not deleted where nobody can be asked",
      asked: { purge: true, yes: false, atTerminal: false },
      consent: "refuse",
    },
  ]) {
    it(title, () => {
      expect(consentTo(asked)).to.equal(consent);
    });
  }
});

describe("an update", () => {
  for (const [changes, nothing] of [
    [{ same: 12 }, true],
    [{ same: 12, read: 1, create: 0 }, true],
    [{ same: 12, update: 1 }, false],
    [{ create: 1 }, false],
    [{}, true],
    [undefined, false],
  ]) {
    it(`with ${JSON.stringify(changes)} changed ${nothing ? "nothing" : "something, or can't be told"}`, () => {
      expect(nothingChanged(changes)).to.equal(nothing);
    });
  }

  it("names the services that the engine lost, and no task or file carrier", async () => {
    const resource = (id, role) => ({
      id,
      type: "docker:index/container:Container",
      urn: `urn:x::${id}`,
      inputs: { name: `shop-${id}`, labels: [{ label: "plimsoll.role", value: role }] },
    });
    const resources = [
      resource("api", "service"),
      resource("db", "service"),
      resource("task", "setup"),
      resource("seed", "files"),
    ];
    const api = { containers: () => Promise.resolve([{ Id: "db" }]) };
    expect(await missingServices(resources, api, "shop/test")).to.deep.equal(["shop-api"]);
  });
});
