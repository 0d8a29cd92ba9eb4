import { expect } from "chai";
import { chownSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFaults } from "../../../lib/engines/docker/host-checks";
import { makeMountpoints } from "../../../lib/engines/docker/source";
import { spoken } from "../../support/faults";
import { Folders } from "../../support/folders";

const source = (folder: string) => ({
  folder,
  path: "/app",
  readOnly: true,
  own: ["node_modules", ".vitepress/cache"],
});

describe("a folder that a container sees live", () => {
  it("gets empty folders to lay volumes over, of its owner", function () {
    const folders = new Folders();
    const folder = folders.make("site", { "a.js": "" });
    if (process.getuid?.() === 0) chownSync(folder, 1234, 99);
    makeMountpoints(source(folder));
    makeMountpoints(source(folder));
    expect(readdirSync(folder, { recursive: true }).toSorted()).to.deep.equal([
      ".vitepress",
      ".vitepress/cache",
      "a.js",
      "node_modules",
    ]);
    const { uid, gid } = statSync(folder);
    for (const name of [".vitepress", ".vitepress/cache", "node_modules"])
      expect(statSync(join(folder, name)), name).to.include({ uid, gid });
    folders.remove();
  });

  it("keeps what is in such a folder", () => {
    const folders = new Folders();
    const folder = folders.make("site", { "node_modules/ms/index.js": "" });
    writeFileSync(join(folder, "node_modules", "x"), "");
    makeMountpoints(source(folder));
    expect(readdirSync(join(folder, "node_modules"))).to.deep.equal(["ms", "x"]);
    folders.remove();
  });

  for (const host of [undefined, "localhost", "127.0.0.1", "::1"]) {
    it(`may be on the engine at ${host ?? "a socket"}`, () => {
      expect(sourceFaults(source("./api"), host)).to.deep.equal([]);
    });
  }

  it("is refused where the engine is on another machine", () => {
    expect(spoken(sourceFaults(source("./api"), "build.example"))).to.deep.equal([
      "mode: the folder ./api is on this machine, and the engine on build.example: it can't be seen live there; " +
        "write Mode.production, or name an engine on this machine: pulumi config set docker:host unix:///path",
    ]);
    expect(sourceFaults(undefined, "build.example")).to.deep.equal([]);
  });
});
