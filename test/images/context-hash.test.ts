import { expect } from "chai";
import { symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { contextFiles, contextHash } from "../../lib/images/context-hash";
import { Folders } from "../support/folders";

const app = { Dockerfile: "FROM scratch", "src/main.js": "1", "src/lib/util.js": "2", "README.md": "3" };

describe("the build context", () => {
  let folders: Folders;
  let count = 0;
  const make = (files: Parameters<Folders["make"]>[1]): string => folders.make(`context-${++count}`, files);
  beforeEach(() => {
    folders = new Folders();
  });
  afterEach(() => {
    folders.remove();
  });

  for (const { title, files, sent } of [
    {
      title: "is every file without an ignore file",
      files: app,
      sent: ["Dockerfile", "README.md", "src/lib/util.js", "src/main.js"],
    },
    {
      title: "leaves out what .dockerignore names",
      files: { ...app, ".dockerignore": "*.md\nsrc/lib\n.dockerignore" },
      sent: ["Dockerfile", "src/main.js"],
    },
    {
      title: "takes an exception back in, out of an ignored folder too",
      files: { ...app, ".dockerignore": "src\n!src/lib/util.js\n.dockerignore" },
      sent: ["Dockerfile", "README.md", "src/lib/util.js"],
    },
    {
      title: "follows patterns at every depth",
      files: { ...app, ".dockerignore": "**/*.js\n.dockerignore" },
      sent: ["Dockerfile", "README.md"],
    },
    {
      title: "prefers the Dockerfile's own ignore file",
      files: { ...app, ".dockerignore": "src", "Dockerfile.dockerignore": "README.md\n*.dockerignore\n.dockerignore" },
      sent: ["Dockerfile", "src/lib/util.js", "src/main.js"],
    },
  ]) {
    it(title, () => {
      expect(contextFiles(make(files))).to.deep.equal(sent);
    });
  }

  it("has the same hash in another folder", () => {
    expect(contextHash(make(app))).to.equal(contextHash(make(app)));
  });

  it("has the same hash after its files were touched", () => {
    const context = make(app);
    const before = contextHash(context);
    utimesSync(join(context, "src", "main.js"), new Date(0), new Date(0));
    expect(contextHash(context)).to.equal(before);
  });

  for (const [title, files] of [
    ["a changed file", { ...app, "src/main.js": "other" }],
    ["a file more", { ...app, "src/more.js": "" }],
    ["a renamed file", { Dockerfile: "FROM scratch", "src/start.js": "1", "src/lib/util.js": "2", "README.md": "3" }],
    ["a file that became executable", { ...app, "src/main.js": { content: "1", executable: true } }],
    ["another Dockerfile", { ...app, Dockerfile: "FROM busybox" }],
    ["contents that moved across a border between files", { ...app, "src/main.js": "12", "src/lib/util.js": "" }],
  ] as const) {
    it(`has another hash with ${title}`, () => {
      expect(contextHash(make(files))).not.to.equal(contextHash(make(app)));
    });
  }

  it("has another hash when a Dockerfile changes that .dockerignore names", () => {
    const ignored = { ...app, ".dockerignore": "Dockerfile\n.dockerignore" };
    expect(contextHash(make({ ...ignored, Dockerfile: "FROM busybox" }))).not.to.equal(contextHash(make(ignored)));
  });

  it("has the same hash when an ignored file changes", () => {
    const ignoring = { ...app, ".dockerignore": "*.md" };
    expect(contextHash(make({ ...ignoring, "README.md": "other" }))).to.equal(contextHash(make(ignoring)));
  });

  it("has another hash when a link leads elsewhere", () => {
    const [one, other] = [make(app), make(app)];
    symlinkSync("src/main.js", join(one, "start.js"));
    symlinkSync("src/lib/util.js", join(other, "start.js"));
    expect(contextHash(one)).not.to.equal(contextHash(other));
  });

  it("does not follow a link out of the folder", () => {
    const context = make(app);
    symlinkSync("/", join(context, "root"));
    expect(contextFiles(context)).to.include("root");
  });
});
