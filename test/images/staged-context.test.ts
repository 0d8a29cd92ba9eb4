import { expect } from "chai";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readFolder } from "../../lib/images/application/read-folder";
import { contextHash, entriesHash } from "../../lib/images/context-hash";
import { contextEntries, stageContext, stagedFolder } from "../../lib/images/staged-context";
import { generated } from "../support/applications";
import { Folders } from "../support/folders";

const files = {
  "package.json": '{ "main": "server.js", "dependencies": { "ms": "2" } }',
  "server.js": "1",
  ".env": "x",
};

describe("the folder that a generated build is made from", () => {
  let folders: Folders;
  let folder: string;
  let staged: string;
  beforeEach(() => {
    folders = new Folders();
    folder = folders.make("app", { ...files, "bin/run": { content: "#!/bin/sh", executable: true } });
    staged = join(folder, "..", "builds", "api");
  });
  afterEach(() => {
    folders.remove();
  });

  function entries() {
    return contextEntries(folder, generated(readFolder(folder).facts));
  }
  function stage(given = entries()): string {
    const hash = entriesHash(given);
    stageContext(staged, given, hash);
    return hash;
  }

  it("holds the Dockerfile, the manifests and the application's files", () => {
    stage();
    expect(readdirSync(staged, { recursive: true }).toSorted()).to.deep.equal([
      "Dockerfile",
      "manifest",
      "manifest/package.json",
      "source",
      "source/app",
      "source/app/bin",
      "source/app/bin/run",
      "source/app/package.json",
      "source/app/server.js",
    ]);
  });

  it("has the hash that was known before it was there", () => {
    const hash = stage();
    expect(contextHash(staged)).to.equal(hash);
  });

  it("lets the image's user read everything, whatever the umask of a checkout", () => {
    chmodSync(join(folder, "server.js"), 0o600);
    chmodSync(join(folder, "bin", "run"), 0o700);
    stage();
    const mode = (file: string): number => statSync(join(staged, file)).mode & 0o777;
    expect(["source/app/server.js", "source/app/bin/run", "Dockerfile"].map(mode)).to.deep.equal([0o644, 0o755, 0o644]);
  });

  it("has times that no other checkout has otherwise", () => {
    const times = (): number[] => ["", "source", "source/app/bin", "source/app/server.js"].map(timeOf);
    const timeOf = (file: string): number => statSync(join(staged, file)).mtimeMs;
    stage();
    const before = times();
    rmSync(staged, { recursive: true });
    utimesSync(join(folder, "server.js"), 1000, 1000);
    stage();
    expect(times()).to.deep.equal(before);
  });

  it("gives files of another content another time, by which BuildKit knows an edit of the same size", () => {
    const times = (): number[] => {
      utimesSync(join(folder, "server.js"), 1000, 1000);
      stage();
      return ["source/app/server.js", "manifest/package.json"].map((file) => statSync(join(staged, file)).mtimeMs);
    };
    const [source, manifest] = times();
    expect(times(), "the same content").to.deep.equal([source, manifest]);
    folders.make("app", { "server.js": "2", "package.json": files["package.json"].replace('"2"', '"3"') });
    const [otherSource, otherManifest] = times();
    expect([otherSource === source, otherManifest === manifest]).to.deep.equal([false, false]);
  });

  it("has links as links", () => {
    symlinkSync("server.js", join(folder, "start.js"));
    stage();
    expect(readlinkSync(join(staged, "source/app", "start.js"))).to.equal("server.js");
  });

  it("is left alone where it holds just that", () => {
    stage();
    const { ino } = lstatSync(staged);
    stage();
    expect(lstatSync(staged).ino).to.equal(ino);
  });

  for (const [title, change] of [
    ["when a file has changed", () => writeFileSync(join(folder, "server.js"), "2")],
    ["when somebody changed it", () => writeFileSync(join(staged, "source/app", "server.js"), "bad")],
    ["when somebody added to it", () => writeFileSync(join(staged, "source/app", "more.js"), "")],
  ] as const) {
    it(`is made anew ${title}`, () => {
      stage();
      change();
      const hash = stage();
      expect(contextHash(staged)).to.equal(hash);
      expect(readFileSync(join(staged, "source/app", "server.js"), "utf8")).to.equal(
        readFileSync(join(folder, "server.js"), "utf8"),
      );
      expect(existsSync(`${staged}.new`)).to.equal(false);
    });
  }

  it("is refused when the application changed after it was hashed", () => {
    const known = entries();
    const hash = entriesHash(known);
    writeFileSync(join(folder, "server.js"), "2");
    expect(() => stageContext(staged, known, hash)).to.throw("the folder changed while it was deployed; run it again");
    expect(existsSync(staged)).to.equal(false);
  });

  it("is relative to the program where the application is, so that each host's preview is the same", () => {
    expect(stagedFolder("./api", "shop-test-api", "/tmp")).to.equal(".plimsoll/builds/shop-test-api");
    expect(stagedFolder("/srv/api", "shop-test-api", "/tmp")).to.equal("/tmp/plimsoll-builds/shop-test-api");
  });
});
