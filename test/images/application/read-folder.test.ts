import { expect } from "chai";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFolder } from "../../../lib/images/application/read-folder";
import { generated } from "../../support/applications";
import { spoken } from "../../support/faults";
import { Folders } from "../../support/folders";

const app = { "package.json": '{ "main": "server.js" }', "server.js": "" };
const secrets = {
  ".env": "PASSWORD=x",
  ".env.production": "PASSWORD=x",
  "config/.env.local": "PASSWORD=x",
  ".git/config": "",
  "vendor/.git": "gitdir: elsewhere",
  ".npmrc": "_authToken=x",
  "certs/server.key": "",
  "certs/private.pem": "-----BEGIN RSA PRIVATE KEY-----",
  "certs/both.crt": "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----",
  "home/.ssh/id_ed25519": "",
  ".aws/credentials": "",
};

describe("reading a folder", () => {
  let folders: Folders;
  let count = 0;
  const make = (files: Parameters<Folders["make"]>[1]): string => folders.make(`app-${++count}`, files);
  const kept = (files: Parameters<Folders["make"]>[1]): string[] => generated(readFolder(make(files)).facts).kept;
  before(() => {
    folders = new Folders();
  });
  after(() => {
    folders.remove();
  });

  it("leaves secrets and histories where they are", () => {
    expect(kept({ ...app, ...secrets, "certs/authority.pem": "-----BEGIN CERTIFICATE-----" })).to.deep.equal([
      "certs/authority.pem",
      "package.json",
      "server.js",
    ]);
  });

  it("leaves them even where the folder's own .dockerignore asks for them", () => {
    const asked = Object.keys(secrets).map((name) => `!${name}`);
    expect(kept({ ...app, ...secrets, ".dockerignore": asked.join("\n") })).to.deep.equal([
      "package.json",
      "server.js",
    ]);
  });

  it("leaves what is made on the developer's machine, at every depth", () => {
    const made = [
      "node_modules/a/index.js",
      "lib/node_modules/b.js",
      "coverage/a",
      "a/b/npm-debug.log",
      "src/a.test.js",
      "src/b.spec.tsx",
      ".next/a",
    ];
    expect(kept({ ...app, ...Object.fromEntries(made.map((name) => [name, ""])) })).to.deep.equal([
      "package.json",
      "server.js",
    ]);
  });

  it("keeps what a program may be about", () => {
    const own = ["openapi.spec.json", "src/coverage/rates.js", "src/test/exam.js", "templates/Dockerfile"];
    const names = [...own, "package.json", "server.js"].toSorted();
    expect(kept({ ...app, ...Object.fromEntries(own.map((name) => [name, ""])) })).to.deep.equal(names);
  });

  it("follows the folder's own .dockerignore, which may bring back what is only needless", () => {
    const files = {
      ...app,
      "docs/a.md": "",
      "test/data.json": "",
      "README.md": "",
      ".dockerignore": "# ours\ndocs\n!test\n",
    };
    expect(kept(files)).to.deep.equal(["package.json", "server.js", "test/data.json"]);
  });

  it("names the files of variables that stay out, and not their samples", () => {
    const folder = make({ ...app, ".env": "", ".env.local": "", ".env.example": "" });
    expect(readFolder(folder).facts.environmentFiles).to.deep.equal([".env", ".env.local"]);
  });

  it("says how large it is, by the first part of the paths", () => {
    const folder = make({ "package.json": "{}", "media/a": "12345", "media/b/c": "1" });
    expect(readFolder(folder).facts.sizes).to.deep.equal({ "package.json": 2, media: 6 });
  });

  it("refuses links that lead out of it or to nothing, and takes others", () => {
    const folder = make(app);
    symlinkSync("server.js", join(folder, "start.js"));
    symlinkSync("gone.js", join(folder, "broken.js"));
    symlinkSync("/etc", join(folder, "settings"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync("/etc", join(folder, "node_modules", "ignored"));
    expect(spoken(readFolder(folder).faults)).to.deep.equal([
      `build.context: ${folder}: broken.js is a link to nothing; put a copy in its place, or name it in .dockerignore`,
      `build.context: ${folder}: settings is a link out of the folder, to /etc, which the build does not see; put a copy in its place, or name it in .dockerignore`,
    ]);
  });

  it("refuses what can't be read", function () {
    // Root reads everything, so root becomes somebody else for a moment.
    const user = process.getuid?.();
    if (user === undefined) this.skip();
    const folder = make({ ...app, "secret/a.js": "", "b.js": "" });
    for (const path of [folder, join(folder, "..")]) chmodSync(path, 0o755);
    chmodSync(join(folder, "b.js"), 0);
    if (user === 0) process.seteuid?.(1000);
    try {
      expect(spoken(readFolder(folder).faults)).to.deep.equal([
        `build.context: ${folder}: b.js can't be read (EACCES); let the user who deploys read it, or name it in .dockerignore`,
      ]);
    } finally {
      if (user === 0) process.seteuid?.(0);
    }
  });

  it("refuses a folder in it that can't be read", function () {
    const user = process.getuid?.();
    if (user === undefined) this.skip();
    const folder = make({ ...app, "closed/a.js": "" });
    writeFileSync(join(folder, "closed", "b.js"), "");
    for (const path of [folder, join(folder, "..")]) chmodSync(path, 0o755);
    chmodSync(join(folder, "closed"), 0);
    if (user === 0) process.seteuid?.(1000);
    try {
      expect(spoken(readFolder(folder).faults)[0]).to.match(
        /a folder in it can't be read \(EACCES.*closed.*'\); let the user/,
      );
    } finally {
      if (user === 0) process.seteuid?.(0);
      chmodSync(join(folder, "closed"), 0o755);
    }
  });
});
