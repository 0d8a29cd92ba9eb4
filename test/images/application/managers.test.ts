import { expect } from "chai";
import { detectApplication, type Application } from "../../../lib/images/application/detect";
import { detected, facts } from "../../support/applications";
import { spoken } from "../../support/faults";

const manifest = (fields: object = {}): string =>
  JSON.stringify({ name: "api", main: "a.js", dependencies: { ms: "^2.1.0" }, ...fields });

const pnpmLock = (version = "9.0", specifier = "^2.1.0"): string =>
  `lockfileVersion: '${version}'\n\nimporters:\n\n  .:\n    dependencies:\n      ms:\n        specifier: ${specifier}\n        version: 2.1.3\n`;
const classicLock = (key = "ms@^2.1.0"): string => `# yarn lockfile v1\n\n\n${key}:\n  version "2.1.3"\n`;
const berryLock = (form = 10, version = "^2.1.0"): string =>
  `__metadata:\n  version: ${form}\n\n"api@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "api@workspace:."\n  dependencies:\n    ms: "npm:${version}"\n`;
const bunLock = (version = "^2.1.0"): string =>
  `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {\n      "name": "api",\n      "dependencies": {\n        "ms": "${version}",\n      },\n    },\n  },\n  "packages": {\n    "ms": ["ms@2.1.3", "", {}, "sha512-x"],\n  }\n}\n`;

function found(files: Record<string, string>, fields: object = {}): { application: Application; warnings: string[] } {
  const given = { "package.json": manifest(fields), "a.js": "", ...files };
  const { application, faults, warnings } = detected(given);
  expect(spoken(faults)).to.deep.equal([]);
  if (application === undefined) throw new Error("nothing was found");
  return { application, warnings: spoken(warnings) };
}

describe("the manager of the dependencies", () => {
  for (const [title, files, fields, name, version] of [
    ["pnpm 10 by lock files of form 9", { "pnpm-lock.yaml": pnpmLock() }, {}, "pnpm", "10.34.9"],
    ["pnpm 8 by lock files of form 6", { "pnpm-lock.yaml": pnpmLock("6.0") }, {}, "pnpm", "8.15.9"],
    [
      "the pnpm that packageManager names",
      { "pnpm-lock.yaml": pnpmLock() },
      { packageManager: "pnpm@12.21.0+sha512.0a" },
      "pnpm",
      "12.21.0",
    ],
    ["pnpm by packageManager alone", {}, { packageManager: "pnpm@11.2.0" }, "pnpm", "11.2.0"],
    ["the first yarn by its lock file", { "yarn.lock": classicLock() }, {}, "yarn", "1.22.22"],
    ["yarn by the form of its lock file", { "yarn.lock": berryLock(8) }, {}, "yarn", "4.13.0"],
    ["the newest yarn by the form of its lock file", { "yarn.lock": berryLock(10) }, {}, "yarn", "4.18.1"],
    ["yarn 3 by the form of its lock file", { "yarn.lock": berryLock(6) }, {}, "yarn", "3.8.7"],
    [
      "the yarn that lies in the folder",
      { "yarn.lock": berryLock(8), ".yarnrc.yml": "yarnPath: .yarn/releases/yarn-4.5.3.cjs\n" },
      {},
      "yarn",
      "4.5.3",
    ],
    ["bun by its lock file", { "bun.lock": bunLock() }, {}, "bun", "1.4.5"],
  ] as [string, Record<string, string>, object, string, string][]) {
    it(`is ${title}`, () => {
      expect(found(files, fields).application.manager.value).to.include({ name, version });
    });
  }

  for (const [manager, fitting, stale] of [
    ["pnpm", { "pnpm-lock.yaml": pnpmLock() }, { "pnpm-lock.yaml": pnpmLock("9.0", "^1.0.0") }],
    [
      "the first yarn",
      { "yarn.lock": classicLock('"ms@^1.0.0", ms@^2.1.0') },
      { "yarn.lock": classicLock("ms@^1.0.0") },
    ],
    ["yarn", { "yarn.lock": berryLock() }, { "yarn.lock": berryLock(10, "^1.0.0") }],
    ["bun", { "bun.lock": bunLock() }, { "bun.lock": bunLock("^1.0.0") }],
  ] as [string, Record<string, string>, Record<string, string>][]) {
    it(`installs what is locked where the lock file agrees: ${manager}`, () => {
      const { application, warnings } = found(fitting);
      expect(application.manager.value.exact).to.equal(true);
      expect(warnings).to.deep.equal([]);
    });

    it(`takes what comes where the lock file is stale, and tells: ${manager}`, () => {
      const { application, warnings } = found(stale);
      expect(application.manager.value.exact).to.equal(false);
      expect(warnings[0]).to.include("is older than package.json (ms differ)");
    });
  }

  it("tells of a lock file that is missing, by the manager's own command", () => {
    expect(found({}, { packageManager: "pnpm@10.34.9" }).warnings).to.deep.equal([
      "build.context: ./api: there is no lock file, so two builds may take different versions; commit a pnpm-lock.yaml: `pnpm install --lockfile-only`",
    ]);
  });
});

describe("install scripts under other managers than npm", () => {
  const fields = (more: object = {}): object => ({ dependencies: { sqlite: "1" }, ...more });
  const pnpm =
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      sqlite:\n        specifier: '1'\n        version: 1.0.0\nsnapshots:\n  sqlite@1.0.0:\n    dependencies:\n      bindings: 1.5.0\n";
  const yarn = 'sqlite@1:\n  version "1.0.0"\n  dependencies:\n    bindings "^1.5.0"\n';
  const berry = `__metadata:\n  version: 10\n\n"api@workspace:.":\n  dependencies:\n    sqlite: "npm:1"\n\n"sqlite@npm:1":\n  version: 1.0.0\n  dependencies:\n    bindings: "npm:^1"\n`;
  const bun = `{ "workspaces": { "": { "dependencies": { "sqlite": "1" } } }, "packages": { "sqlite": ["sqlite@1.0.0", "", { "dependencies": { "bindings": "1" } }, "x"] } }`;

  for (const [title, files, more, compiling] of [
    ["wait for a decision: pnpm 10", { "pnpm-lock.yaml": pnpm }, {}, undefined],
    ["all run: pnpm 9", { "pnpm-lock.yaml": pnpm }, { packageManager: "pnpm@9.1.0" }, ["sqlite"]],
    [
      "run where pnpm-workspace.yaml allows it",
      { "pnpm-lock.yaml": pnpm, "pnpm-workspace.yaml": "allowBuilds:\n  sqlite: true\n" },
      {},
      ["sqlite"],
    ],
    [
      "run where package.json allows it: pnpm 10",
      { "pnpm-lock.yaml": pnpm },
      { pnpm: { onlyBuiltDependencies: ["sqlite"] } },
      ["sqlite"],
    ],
    [
      "wait for a decision where pnpm 11 does not look",
      { "pnpm-lock.yaml": pnpm },
      { packageManager: "pnpm@11.1.0", pnpm: { onlyBuiltDependencies: ["sqlite"] } },
      undefined,
    ],
    [
      "don't run where somebody forbade it",
      { "pnpm-lock.yaml": pnpm, "pnpm-workspace.yaml": "ignoredBuiltDependencies: [sqlite]\n" },
      {},
      [],
    ],
    ["all run: the first yarn", { "yarn.lock": yarn }, {}, ["sqlite"]],
    ["wait for a decision: yarn 4.18", { "yarn.lock": berry }, {}, undefined],
    [
      "run where package.json allows it: yarn 4.18",
      { "yarn.lock": berry },
      { dependenciesMeta: { sqlite: { built: true } } },
      ["sqlite"],
    ],
    ["all run: yarn 4.13", { "yarn.lock": berry }, { packageManager: "yarn@4.13.0" }, ["sqlite"]],
    ["don't run where yarn's settings say so", { "yarn.lock": berry, ".yarnrc.yml": "enableScripts: false\n" }, {}, []],
    [
      "of other systems are none: yarn",
      { "yarn.lock": berry.replace("version: 1.0.0", "version: 1.0.0\n  conditions: os=darwin") },
      {},
      [],
    ],
    [
      "of other systems are none: pnpm",
      { "pnpm-lock.yaml": pnpm.replace("snapshots:", "packages:\n  sqlite@1.0.0:\n    os: [darwin]\nsnapshots:") },
      {},
      [],
    ],
    ["wait for a decision: bun", { "bun.lock": bun }, {}, undefined],
    ["run where package.json trusts: bun", { "bun.lock": bun }, { trustedDependencies: ["sqlite"] }, ["sqlite"]],
  ] as [string, Record<string, string>, object, string[] | undefined][]) {
    it(title, () => {
      const { application, warnings } = found(files, fields(more));
      expect(application.scripts.compiling).to.deep.equal(compiling ?? []);
      expect(warnings.filter((text) => text.includes("does not run the install script of sqlite"))).to.have.length(
        compiling === undefined ? 1 : 0,
      );
    });
  }

  it("of the application itself run once its files are there, before the build", () => {
    const files = {
      "package.json": manifest({ scripts: { postinstall: "prisma generate", build: "tsc" } }),
      "a.js": "",
    };
    const { application } = detected(files);
    expect(application?.steps.map(({ script }) => script)).to.deep.equal(["postinstall", "build"]);
  });

  it("of the application that only put hooks into git don't run", () => {
    const { application } = detected({ "package.json": manifest({ scripts: { postinstall: "husky" } }), "a.js": "" });
    expect(application?.steps).to.deep.equal([]);
  });
});

describe("a package of a workspace", () => {
  const workspace = {
    "package.json": JSON.stringify({
      workspaces: ["packages/*", "!packages/old"],
      devDependencies: { typescript: "5" },
    }),
    "packages/api/package.json": JSON.stringify({
      name: "@shop/api",
      scripts: { start: "node dist/server.js", build: "tsc" },
      dependencies: { "@shop/prices": "*", express: "5" },
    }),
    "packages/api/src/server.ts": "",
    "packages/prices/package.json": JSON.stringify({
      name: "@shop/prices",
      scripts: { build: "tsc" },
      devDependencies: { "@shop/units": "*" },
    }),
    "packages/units/package.json": JSON.stringify({ name: "@shop/units", scripts: { postinstall: "make-units" } }),
    "packages/web/package.json": JSON.stringify({ name: "@shop/web", dependencies: { "@shop/prices": "*" } }),
    "packages/old/package.json": "{}",
    "packages/api/example/package.json": "{}",
  };
  const detect = (named: string) => detectApplication(facts(workspace), "service", { workspace: named });

  for (const named of ["packages/api", "./packages/api/", "@shop/api"]) {
    it(`is found by ${named}, and built after what it needs`, () => {
      const { application, faults } = detect(named);
      expect(spoken(faults)).to.deep.equal([]);
      expect(application?.workspace?.folder).to.equal("packages/api");
      expect(application?.steps).to.deep.equal([
        { folder: "packages/units", script: "postinstall" },
        { folder: "packages/prices", script: "build" },
        { folder: "packages/api", script: "build" },
      ]);
    });
  }

  it("is asked for by names that are there", () => {
    expect(spoken(detect("packages/shop").faults)).to.deep.equal([
      'build.context: ./api: the workspace has no package "packages/shop"; it has "packages/api", "packages/prices", "packages/units", "packages/web"; write workspace: "packages/api"',
    ]);
  });

  it("is not asked for where there is no workspace", () => {
    const { faults } = detectApplication(facts({ "package.json": manifest(), "a.js": "" }), "service", {
      workspace: "packages/api",
    });
    expect(spoken(faults)).to.deep.equal([
      "build.context: ./api: it is no workspace: neither package.json nor pnpm-workspace.yaml names packages; leave it out",
    ]);
  });

  it("has faults that name its own folder", () => {
    expect(spoken(detect("packages/web").faults)[0]).to.match(/^build\.context: \.\/api\/packages\/web: nothing says/);
  });
});
