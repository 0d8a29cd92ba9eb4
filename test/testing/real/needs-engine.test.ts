import { expect } from "chai";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { watcherFile } from "../../../lib/testing/real/assets";
import { needsEngine, obstacle, pulumiTooOld } from "../../../lib/testing/real/needs-engine";
import { Folders } from "../../support/folders";

describe("needsEngine", () => {
  const folders = new Folders();
  const before = { ...process.env };
  const set = (more: Record<string, string>): void => void Object.assign(process.env, more);

  beforeEach(() => {
    delete process.env["CI"];
    set({ DOCKER_HOST: "unix:///nobody.sock" });
  });
  afterEach(() => {
    for (const name of ["CI", "DOCKER_HOST", "PATH"]) {
      Reflect.deleteProperty(process.env, name);
      if (before[name] !== undefined) process.env[name] = before[name];
    }
  });
  after(() => folders.remove());

  it("skips with the reason where no engine answers, and says so", async () => {
    const skipped: unknown[] = [];
    const said: unknown[] = [];
    const log = console.log;
    console.log = (line: unknown) => said.push(line);
    const goesOn = await needsEngine({ skip: (reason) => skipped.push(reason) }).finally(() => {
      console.log = log;
    });
    expect(goesOn).to.equal(false);
    expect(skipped).to.have.length(1);
    expect(skipped[0]).to.match(/^no Docker Engine answers \(.+\); start one, or name it in DOCKER_HOST$/);
    expect(said).to.deep.equal([`skipped: ${String(skipped[0])}`]);
  });

  it("fails in CI, and does not skip", async () => {
    set({ CI: "true" });
    const failure = await needsEngine({ skip: () => expect.fail("skipped") }).catch((error: unknown) => error);
    expect(failure)
      .to.be.an.instanceOf(Error)
      .with.property("message")
      .that.matches(/^this test needs a real engine: /);
  });

  it("notices that the CLI is missing or old", async function () {
    if (before["DOCKER_HOST"] === undefined) delete process.env["DOCKER_HOST"];
    else set({ DOCKER_HOST: before["DOCKER_HOST"] });
    if ((await obstacle())?.includes("Docker")) this.skip();
    set({ PATH: folders.make("empty", {}) });
    expect(await obstacle()).to.contain("no Pulumi CLI is on PATH");
    const content = "#!/bin/sh\necho v3.200.1\n";
    const old = folders.make("old", { pulumi: { content, executable: true } });
    set({ PATH: `${old}${delimiter}${before["PATH"] ?? ""}` });
    expect(await obstacle()).to.equal("the Pulumi CLI on PATH is v3.200.1; 3.256 or newer is needed");
  });

  for (const { version, fits } of [
    { version: "v3.256.0", fits: true },
    { version: "3.270.1", fits: true },
    { version: "4.0.0", fits: true },
    { version: "v3.255.9", fits: false },
    { version: "2.999.0", fits: false },
    { version: "nonsense", fits: false },
  ])
    it(`${version} is ${fits ? "new enough" : "too old"}`, () =>
      expect(pulumiTooOld(version) === undefined).to.equal(fits));

  it("the watcher's script is where the package has it", () => expect(existsSync(watcherFile)).to.equal(true));
});
