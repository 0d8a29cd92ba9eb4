import { expect } from "chai";
import type { Application } from "../../../lib/images/application/detect";
import { detected, nodeFolder } from "../../support/applications";
import { spoken } from "../../support/faults";

function application(
  manifest: object,
  files: Record<string, string> = {},
  kind: "service" | "site" = "service",
): Application {
  const { application: found, faults } = detected(
    nodeFolder({ main: "a.js", ...manifest }, { "a.js": "", ...files }),
    kind,
  );
  expect(spoken(faults)).to.deep.equal([]);
  if (found === undefined) throw new Error("nothing was found");
  return found;
}

describe("the Node of an image", () => {
  for (const [title, engines, files, major, from] of [
    ["is the usual one", undefined, {}, 24, "the default"],
    ["is the usual one where engines allows it", ">=18", {}, 24, 'engines.node ">=18" in package.json'],
    ["is the newest that engines allows", ">=25", {}, 26, 'engines.node ">=25" in package.json'],
    ["is what engines names", "^22 || ^20", {}, 22, 'engines.node "^22 || ^20" in package.json'],
    ["is what .nvmrc names", ">=20", { ".nvmrc": "v22.1.0\n" }, 22, ".nvmrc"],
    ["is a line of long-term support", undefined, { ".nvmrc": "lts/jod" }, 22, ".nvmrc"],
    ["is what .node-version names", undefined, { ".node-version": "26\n" }, 26, ".node-version"],
  ] as const) {
    it(title, () => {
      const found = application(engines === undefined ? {} : { engines: { node: engines } }, files);
      expect(found.node).to.deep.equal({ value: major, from });
    });
  }
});

describe("npm", () => {
  it("installs what the lock file says", () => {
    expect(application({ dependencies: { ms: "2" } }).manager.value).to.include({
      name: "npm",
      lockFile: "package-lock.json",
      exact: true,
    });
  });

  it("is of the version that package.json names", () => {
    expect(application({ packageManager: "npm@11.4.0+sha512.abc" }).manager.value.version).to.equal("11.4.0");
  });
});

describe("packages with install scripts", () => {
  const lock = (packages: object): Record<string, string> => ({
    "package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: { "": { dependencies: { sqlite: "1" } }, ...packages },
    }),
  });
  const sqlite = { "node_modules/sqlite": { hasInstallScript: true, dependencies: { bindings: "1" } } };
  const manifest = { dependencies: { sqlite: "1" } };

  it("are told where nobody has decided about them, and don't run", () => {
    const { warnings, application: found } = detected(
      nodeFolder({ main: "a.js", ...manifest }, { "a.js": "", ...lock(sqlite) }),
    );
    expect(spoken(warnings)[0]).to.include("npm 11 does not run the install script of sqlite");
    expect(found?.scripts).to.deep.equal({ running: [], compiling: [] });
  });

  for (const [title, packages, more, scripts] of [
    [
      "run and compile where package.json allows it",
      sqlite,
      { allowScripts: { "sqlite@1.0.0": true } },
      { running: ["sqlite"], compiling: ["sqlite"] },
    ],
    [
      "don't run where package.json forbids it",
      sqlite,
      { allowScripts: { sqlite: false } },
      { running: [], compiling: [] },
    ],
    ["all run with npm 10", sqlite, { packageManager: "npm@10.9.0" }, { running: ["sqlite"], compiling: ["sqlite"] }],
    [
      "need no compiler where they carry what was compiled",
      {
        "node_modules/a/node_modules/@b/c": {
          hasInstallScript: true,
          dependencies: { "node-gyp-build": "4", "node-addon-api": "8" },
        },
      },
      { allowScripts: { "@b/c": true } },
      { running: ["@b/c"], compiling: [] },
    ],
    [
      "of other systems are none",
      { "node_modules/fsevents": { hasInstallScript: true, os: ["darwin"] } },
      {},
      { running: [], compiling: [] },
    ],
  ] as const) {
    it(title, () => {
      expect(application({ ...manifest, ...more }, lock(packages)).scripts).to.deep.equal(scripts);
    });
  }
});

describe("a site's page", () => {
  for (const [title, manifest, files, folder, hashedPath] of [
    ["by Vite", { scripts: { build: "vite build" }, devDependencies: { vite: "8" } }, {}, "dist", "/assets/"],
    [
      "by Vite, elsewhere",
      { scripts: { build: "vite build" }, devDependencies: { vite: "8" } },
      { "vite.config.ts": "export default { build: { outDir: './public/page/' } }" },
      "public/page",
      "/assets/",
    ],
    [
      "by a flag",
      { scripts: { build: "vite build --outDir=www" }, devDependencies: { vite: "8" } },
      {},
      "www",
      "/assets/",
    ],
    [
      "by Astro",
      { scripts: { build: "astro build" }, dependencies: { astro: "5", vite: "6" } },
      {},
      "dist",
      "/_astro/",
    ],
    [
      "by create-react-app",
      { scripts: { build: "react-scripts build" }, dependencies: { "react-scripts": "5" } },
      {},
      "build",
      "/static/",
    ],
  ] as const) {
    it(`is found where it is put ${title}`, () => {
      const { result } = application(manifest, files, "site");
      expect(result.kind === "site" && result.output.value).to.deep.equal({ folder, hashedPath });
    });
  }
});
