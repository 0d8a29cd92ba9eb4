import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { gather } from "../../../lib/images/dockerfile/instructions";
import { Folders } from "../../support/folders";

describe("gather, run by sh", () => {
  let folders: Folders;
  beforeEach(() => (folders = new Folders()));
  afterEach(() => folders.remove());

  const inShell = (command: string) => spawnSync("sh", ["-c", command]).status;

  it("copies with folders what there is, and what a link leads to in its place", () => {
    const from = folders.make("from", { plain: "plain", "below/file": "below" });
    const to = folders.make("to", {});
    symlinkSync("../plain", join(from, "below/link"));
    const files = ["plain", "missing", "below", "below/link"].map((name) => join(from, name));

    expect(inShell(gather(files, to))).to.equal(0);

    expect(readFileSync(join(to, from, "plain"), "utf8")).to.equal("plain");
    expect(lstatSync(join(to, from, "below/link")).isFile()).to.equal(true);
    expect(existsSync(join(to, from, "below/file"))).to.equal(false);
  });

  it("fails with a file that can't be copied, though it is not the last", () => {
    const from = folders.make("from", { first: "first", last: "last" });
    const to = folders.make("to", {});
    mkdirSync(join(to, from, "first", "first"), { recursive: true });
    const files = ["first", "last"].map((name) => join(from, name));

    expect(inShell(gather(files, to))).to.equal(1);
  });
});
