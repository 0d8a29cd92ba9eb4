import { expect } from "chai";
import { detectApplication, type Application, type ApplicationKind } from "../../../lib/images/application/detect";
import type { LiveWorkspace } from "../../../lib/images/application/live-workspace";
import { facts } from "../../support/applications";
import { spoken } from "../../support/faults";

type Fields = Record<string, unknown>;

/** An application that needs a library, which needs another one. */
function folder({ root = {}, api = {}, lib = {}, base = {} }: Record<string, Fields> = {}): Record<string, string> {
  const named = (name: string, more: Fields): string => JSON.stringify({ name: `@acme/${name}`, ...more });
  const dev = { dev: "node --watch a.js" };
  return {
    "package.json": JSON.stringify({ workspaces: ["packages/*"], packageManager: "npm@11.6.0", ...root }),
    "packages/api/package.json": named("api", { scripts: dev, dependencies: { "@acme/lib": "*" }, ...api }),
    "packages/api/a.js": "",
    "packages/lib/package.json": named("lib", { dependencies: { "@acme/base": "*" }, ...lib }),
    "packages/lib/index.js": "",
    "packages/base/package.json": named("base", base),
    "packages/base/index.js": "",
    "packages/other/package.json": named("other", { scripts: { build: "tsc", postinstall: "x" }, main: "dist/a.js" }),
  };
}

interface Found {
  around: LiveWorkspace;
  command: string;
  application: Application;
  warnings: string[];
}

function find(files: Record<string, string>, kind: ApplicationKind = "service"): Found {
  const asked = { workspace: "packages/api", development: { port: 3000, debug: false } };
  const { application, faults, warnings } = detectApplication(facts(files), kind, asked);
  expect(spoken(faults)).to.deep.equal([]);
  const result = application?.result;
  if (application === undefined || result?.kind !== "development" || result.around === undefined)
    throw new Error("nothing was found");
  return { around: result.around, command: result.run.command.join(" "), application, warnings: spoken(warnings) };
}

const partsOf = (files: Record<string, string>) => find(files).around.parts;
const built = { main: "dist/index.js", scripts: { build: "tsc" } };
const lock = (...paths: string[]): Record<string, string> => {
  const entries = ["packages/api", "packages/lib", "packages/base", ...paths].map((path) => [
    path,
    { dependencies: { "packages/api": { "@acme/lib": "*" }, "packages/lib": { "@acme/base": "*" } }[path] ?? {} },
  ]);
  return { "package-lock.json": JSON.stringify({ packages: { "": {}, ...Object.fromEntries(entries) } }) };
};

describe("a package of a workspace in development", () => {
  it("is run by its own script, with a program of its own or of the workspace", () => {
    const command = (fields: Fields, root: Fields = {}) =>
      find(folder({ api: { scripts: { dev: "tsx watch a.ts" }, ...fields }, root })).command;
    expect(command({ devDependencies: { tsx: "4" } })).to.equal("node_modules/.bin/tsx watch a.ts");
    expect(command({}, { devDependencies: { tsx: "4" } })).to.equal("node_modules/.bin/tsx watch a.ts");
  });

  it("is not served by what the workspace brings, unless its script says so", () => {
    const files = folder({ api: { scripts: { start: "node a.js" } }, root: { devDependencies: { next: "16" } } });
    expect(find(files).command).to.equal("node --watch --watch-kill-signal=SIGKILL a.js");
  });

  for (const [title, script, command] of [
    [
      "is told of what it needs, where its program follows one folder only",
      "nodemon a.js",
      "nodemon --watch . --watch ../base --watch ../lib --ext js,mjs,cjs,json,ts,mts,cts a.js",
    ],
    ["decides itself where it names folders", "nodemon --watch src a.js", "nodemon --watch src a.js"],
  ] as const) {
    it(title, () => {
      const api = { scripts: { dev: script }, devDependencies: { nodemon: "3" }, dependencies: { "@acme/lib": "*" } };
      expect(find(folder({ api })).command).to.equal(`node_modules/.bin/${command}`);
    });
  }

  it("needs nothing before it where others are loaded as they stand", () => {
    expect(partsOf(folder())).to.deep.equal([]);
  });

  it("has what it needs built in copies, each after what that needs", () => {
    expect(partsOf(folder({ lib: { ...built, dependencies: { "@acme/base": "*" } }, base: built }))).to.deep.equal([
      { folder: "packages/base", scripts: ["build"], copied: true, skips: ["dist"], needs: [] },
      { folder: "packages/lib", scripts: ["build"], copied: true, skips: ["dist"], needs: ["packages/base"] },
    ]);
  });

  it("follows what goes into a build in the same way", () => {
    const needing = (name: string) => ({ dependencies: { [`@acme/${name}`]: "*" } });
    const files = folder({ lib: { ...built, ...needing("base") }, base: needing("core") });
    const core = { "packages/core/package.json": '{ "name": "@acme/core" }', "packages/core/index.js": "" };
    expect(partsOf({ ...files, ...core }).map((part) => [part.folder, part.scripts, part.copied])).to.deep.equal([
      ["packages/core", [], true],
      ["packages/base", [], true],
      ["packages/lib", ["build"], true],
    ]);
  });

  for (const [title, fields, files, copied] of [
    ["what it exports is made", { exports: { ".": { types: "./index.ts", default: "./dist/a.js" } } }, {}, true],
    ["one of several is made", { exports: { ".": "./index.js", "./b": "./dist/b.js" } }, {}, true],
    ["what it exports are sources", { exports: { ".": { types: "./dist/a.d.ts", import: "./index.js" } } }, {}, false],
    ["a pattern names sources", { exports: { "./*": "./parts/*.js" } }, { "packages/lib/parts/a.js": "" }, false],
    ["a pattern names nothing", { exports: { "./*": "./parts/*.js" } }, {}, true],
    ["main lacks its ending", { main: "./index" }, {}, false],
    ["what was made lies on the host", { main: "dist/a.js" }, { "packages/lib/dist/a.js": "" }, true],
    [
      "the compiler's folder lies on the host",
      { main: "made/a.js" },
      { "packages/lib/made/a.js": "", "packages/lib/tsconfig.json": '{"compilerOptions":{"outDir":"made"}}' },
      true,
    ],
  ] satisfies [string, Fields, Record<string, string>, boolean][]) {
    it(`has it ${copied ? "built" : "as it stands"} where ${title}`, () => {
      const lib = { scripts: { build: "tsc" }, dependencies: {}, ...fields };
      const parts = partsOf({ ...folder({ lib }), ...files });
      expect(parts.map((part) => part.copied)).to.deep.equal(copied ? [true] : []);
    });
  }

  it("runs install scripts of the workspace, of what it needs and its own, which write where they are", () => {
    const scripts = { postinstall: "generate" };
    const dev = { dev: "node a.js", ...scripts };
    const api = { scripts: dev, dependencies: { "@acme/lib": "*" } };
    const parts = partsOf(folder({ root: { scripts }, lib: { scripts }, api }));
    expect(parts.map((part) => [part.folder, part.scripts, part.copied])).to.deep.equal([
      ["", ["postinstall"], false],
      ["packages/lib", ["postinstall"], false],
      ["packages/api", ["postinstall"], false],
    ]);
  });

  it("warns of a main that nothing makes", () => {
    expect(find(folder({ lib: { main: "dist/a.js" } })).warnings).to.include(
      'build.context: ./api/packages/lib: package.json names dist/a.js, which is no source, and there is no script "build" that makes it; ' +
        'write "build": "tsc", or name the source',
    );
  });

  it("has modules of its own, and where npm's lock file says so", () => {
    const modules = (files: Record<string, string>) => find({ ...folder(), ...files }).around.modules;
    expect(modules(lock())).to.deep.equal(["packages/api"]);
    expect(modules(lock("packages/base/node_modules/ms"))).to.deep.equal(["packages/base", "packages/api"]);
    // Without one nobody knows: each that asks for something.
    expect(modules({})).to.deep.equal(["packages/lib", "packages/api"]);
  });

  it("has the manager where scripts before it call it", () => {
    const calls = (script: string, packageManager = "pnpm@10.34.9") =>
      find({
        ...folder({ lib: { main: "dist/a.js", scripts: { build: script } }, root: { packageManager } }),
        "pnpm-workspace.yaml": "packages: ['packages/*']",
      }).around.callsManager;
    expect([calls("pnpm clean && tsc"), calls("tsc"), calls("node pnpm.js")]).to.deep.equal([true, false, false]);
  });
});
