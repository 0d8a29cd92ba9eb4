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
    [
      "by Angular's newer builder",
      { scripts: { build: "ng build" }, devDependencies: { "@angular/build": "21" } },
      {
        "angular.json": JSON.stringify({
          projects: { desk: { architect: { build: { builder: "@angular/build:application" } } } },
        }),
      },
      "dist/desk/browser",
      "/media/",
    ],
    [
      "by Angular's older builder",
      { scripts: { build: "ng build" }, devDependencies: { "@angular-devkit/build-angular": "15" } },
      {
        "angular.json": JSON.stringify({
          projects: {
            kit: { projectType: "library" },
            desk: { architect: { build: { builder: "x:browser", options: { outputPath: "out/desk" } } } },
          },
        }),
      },
      "out/desk",
      "/media/",
    ],
    [
      "by Next that exports",
      { scripts: { build: "next build" }, dependencies: { next: "16" } },
      { "next.config.mjs": 'export default { output: "export" };' },
      "out",
      "/_next/static/",
    ],
    [
      "by React Router without a server",
      { scripts: { build: "react-router build" }, devDependencies: { "@react-router/dev": "7", vite: "7" } },
      { "react-router.config.ts": "export default { ssr: false };" },
      "build/client",
      "/assets/",
    ],
    [
      "by SolidStart as files",
      { scripts: { build: "vinxi build" }, dependencies: { "@solidjs/start": "1" } },
      { "app.config.ts": 'export default defineConfig({ server: { preset: "static" } });' },
      ".output/public",
      "/_build/assets/",
    ],
    [
      "by Nuxt's script generate",
      { scripts: { build: "nuxt build", generate: "nuxt generate" }, dependencies: { nuxt: "4" } },
      {},
      ".output/public",
      "/_nuxt/",
    ],
    [
      "by SvelteKit, elsewhere",
      { scripts: { build: "vite build" }, devDependencies: { "@sveltejs/adapter-static": "3", vite: "7" } },
      { "svelte.config.js": "adapter({ pages: 'site' })" },
      "site",
      "/_app/immutable/",
    ],
    [
      "by VitePress",
      { scripts: { build: "vitepress build docs" }, devDependencies: { vitepress: "1" } },
      {},
      "docs/.vitepress/dist",
      "/assets/",
    ],
    [
      "by Eleventy, elsewhere",
      { scripts: { build: "eleventy" }, devDependencies: { "@11ty/eleventy": "3" } },
      { ".eleventy.js": 'module.exports = () => ({ dir: { output: "public" } });' },
      "public",
      "/.hashed/",
    ],
    ["as it stands", {}, { "index.html": "" }, ".", "/.hashed/"],
  ] as const) {
    it(`is found where it is put ${title}`, () => {
      const { result } = application(manifest, files, "site");
      expect(result.kind === "site" && result.output.value).to.deep.equal({ folder, hashedPath });
    });
  }
});

describe("what the compiler makes, by tsconfig.json", () => {
  const file = (texts: Record<string, string>): string | undefined => {
    const manifest = {
      scripts: { start: "ts-node src/api/main.ts", build: "tsc" },
      devDependencies: { "ts-node": "10" },
    };
    const { application: found } = detected(nodeFolder(manifest, { "src/api/main.ts": "", "a.ts": "", ...texts }));
    return found?.result.kind === "service" ? found.result.start.file : undefined;
  };
  const options = (values: object, more: object = {}): string => JSON.stringify({ compilerOptions: values, ...more });

  for (const [title, texts, made] of [
    ["itself", { "tsconfig.json": options({ rootDir: "src", outDir: "lib" }) }, "lib/api/main.js"],
    [
      "and what that extends",
      {
        "tsconfig.json": options({}, { extends: "./tsconfig.node.json" }),
        "tsconfig.node.json": options({ rootDir: "src" }, { extends: ["./config/tsconfig.base"] }),
        "config/tsconfig.base.json": options({ outDir: "../made" }),
      },
      "made/api/main.js",
    ],
    [
      "where the last of several decides",
      {
        "tsconfig.json": options({ rootDir: "src" }, { extends: ["./tsconfig.one.json", "./tsconfig.two.json"] }),
        "tsconfig.one.json": options({ outDir: "one" }),
        "tsconfig.two.json": options({ outDir: "two" }),
      },
      "two/api/main.js",
    ],
    [
      "where a circle ends",
      {
        "tsconfig.json": options({ rootDir: "src", outDir: "lib" }, { extends: "./tsconfig.a.json" }),
        "tsconfig.a.json": options({}, { extends: "./tsconfig.json" }),
      },
      "lib/api/main.js",
    ],
    [
      "where each extends it for its own folder",
      {
        "tsconfig.json": options({ rootDir: "src" }, { extends: "./config/tsconfig.base.json" }),
        "config/tsconfig.base.json": options({ outDir: "${configDir}/made" }),
      },
      "made/api/main.js",
    ],
  ] as [string, Record<string, string>, string][]) {
    it(`is found ${title}`, () => {
      expect(file(texts)).to.equal(made);
    });
  }
});
