import { expect } from "chai";
import { detectApplication, type ApplicationKind } from "../../../lib/images/application/detect";
import { detected, facts, nodeFolder } from "../../support/applications";
import { spoken } from "../../support/faults";

const server = { "server.js": "" };
const start = (script: string, files: Record<string, string> = server, more: object = {}) =>
  nodeFolder({ scripts: { start: script, ...(more as { scripts?: object }).scripts }, ...without(more) }, files);
const without = ({ scripts: _, ...more }: { scripts?: object }): object => more;
const said = (problem: string): string => `build.context: ./api: ${problem}`;

describe("a folder that is no application", () => {
  for (const { refuses, files, kind = "service", saying } of [
    {
      refuses: "a folder without package.json",
      files: { "main.go": "" },
      saying: "there is neither a Dockerfile nor a package.json; add one of them, or name another folder",
    },
    {
      refuses: "a package.json that holds no object",
      files: { "package.json": "[]" },
      saying: "package.json holds no object; write one: `npm init` does",
    },
    {
      refuses: "a service that nothing starts",
      files: nodeFolder({ name: "api" }),
      saying:
        'nothing says how it starts: there is no script "start", no main and none of server.js, index.js, app.js; ' +
        'write "start": "node server.js" into scripts of package.json',
    },
    {
      refuses: "a start command whose file is not there",
      files: start("node dist/main.js"),
      saying:
        'the script "start" in package.json starts dist/main.js, which is not there, and no script "build" makes it; ' +
        'name a file that is there, or add the script "build"',
    },
    {
      refuses: "a start command without a file",
      files: start("node --enable-source-maps"),
      saying: 'the script "start" in package.json names no file; write "node server.js"',
    },
    {
      refuses: "a start with a development dependency",
      files: start("serve .", server, { devDependencies: { serve: "14" } }),
      saying:
        'the script "start" in package.json starts serve, which is a development dependency and not in the image; ' +
        'move serve to dependencies, or start what the build makes: "node dist/index.js"',
    },
    {
      refuses: "a start with bun itself",
      files: start("bun run src/index.ts", { "src/index.ts": "" }),
      saying:
        'the script "start" in package.json starts bun, which is not in the image: Node is; write "start": "node FILE"',
    },
    {
      refuses: "a start that needs a manager",
      files: start("node migrate.js && pnpm serve"),
      saying:
        'the script "start" in package.json ("node migrate.js && pnpm serve") calls pnpm, which is not in the image; ' +
        "call npm in its place, or node itself",
    },
    {
      refuses: "TypeScript that nothing compiles",
      files: start("ts-node src/main.ts", { "src/main.ts": "" }, { devDependencies: { "ts-node": "10" } }),
      saying:
        'the script "start" in package.json starts with ts-node, which is for development, and no script "build" compiles it; ' +
        'write "build": "tsc" and "start": "node dist/index.js"',
    },
    {
      refuses: "a page where a service is wanted",
      files: nodeFolder({ scripts: { build: "vite build" }, devDependencies: { vite: "8" } }),
      saying: 'it builds a page and has no script "start"; describe it with StaticSite',
    },
    {
      refuses: "a service where a page is wanted",
      kind: "site",
      files: start("node server.js"),
      saying:
        "nothing says where its page is built: package.json has no builder that is known, such as vite, astro or @angular/build, and there is no index.html; " +
        "write a Dockerfile into the folder, or describe a service with OptimizedNodeService",
    },
    {
      refuses: "a page that a program renders at each request",
      kind: "site",
      files: nodeFolder({ scripts: { build: "astro build" }, dependencies: { astro: "5", "@astrojs/node": "9" } }),
      saying:
        "it is built with @astrojs/node, which answers each request with a program; describe it with OptimizedNodeService",
    },
    {
      refuses: "a page without a build",
      kind: "site",
      files: nodeFolder({ devDependencies: { vite: "8" } }),
      saying: 'there is no script "build" in package.json; write "build": "vite build"',
    },
    {
      refuses: "a lock file that its manager did not write",
      files: { ...start("node server.js"), "package-lock.json": undefined, "pnpm-lock.yaml": "" },
      saying: "pnpm-lock.yaml is nothing that pnpm wrote; make it anew: `pnpm install --lockfile-only`",
    },
    {
      refuses: "a lock file of conflicting edits",
      files: { ...start("node server.js"), "package-lock.json": undefined, "yarn.lock": "<<<<<<< HEAD\n" },
      saying: "yarn.lock is nothing that yarn wrote; make it anew: `yarn install`",
    },
    {
      refuses: "bun's lock file of before",
      files: { ...start("node server.js"), "package-lock.json": undefined, "bun.lockb": "" },
      saying:
        "bun.lockb can be read by bun alone; write it as text, and remove it: `bun install --save-text-lockfile --lockfile-only`",
    },
    {
      refuses: "two lock files",
      files: { ...start("node server.js"), "yarn.lock": "" },
      saying:
        "package-lock.json and yarn.lock are of npm and yarn, and one of them is stale; remove those that nobody writes",
    },
    {
      refuses: "a packageManager that contradicts the lock file",
      files: start("node server.js", server, { packageManager: "pnpm@10.1.0+sha512.0a" }),
      saying:
        'packageManager in package.json is "pnpm@10.1.0", package-lock.json is of npm; ' +
        "remove package-lock.json and install with pnpm once, or correct packageManager",
    },
    {
      refuses: "a packageManager without its version",
      files: start("node server.js", server, { packageManager: "npm" }),
      saying:
        'packageManager in package.json is "npm", which names no manager with its version; write one such as "npm@11.2.0", or leave it out',
    },
    {
      refuses: "a lock file that is no JSON",
      files: { ...start("node server.js"), "package-lock.json": "<<<<<<< HEAD" },
      saying: "package-lock.json is no JSON; make it anew: `npm install --package-lock-only`",
    },
    {
      refuses: "a workspace of which no package is named",
      files: {
        ...start("node server.js", server, { workspaces: ["packages/*"] }),
        "packages/api/package.json": "{}",
        "packages/web/package.json": "{}",
      },
      saying:
        'it is a workspace of several packages: "packages/api", "packages/web"; ' +
        'name the one that becomes the image: build: { workspace: "packages/api" }',
    },
    {
      refuses: "a Node that is no longer supported",
      files: start("node server.js", server, { engines: { node: "18.x" } }),
      saying:
        'engines.node "18.x" in package.json asks for Node 18, whose support ended on 2025-04-30; move to 24; there are 22, 24, 26',
    },
    {
      refuses: "a Node that no base has",
      files: { ...start("node server.js"), ".nvmrc": "v27.1.0\n" },
      saying: ".nvmrc asks for Node 27, no base has; move to 24; there are 22, 24, 26",
    },
    {
      refuses: "engines that are no range",
      files: start("node server.js", server, { engines: { node: "the newest" } }),
      saying: 'engines.node in package.json is "the newest", which is no range of versions; write one such as ">=24"',
    },
    {
      refuses: "a version file that names nothing",
      files: { ...start("node server.js"), ".node-version": "stable" },
      saying: '.node-version says "stable", which names no version of Node; write one such as "24"',
    },
  ] as { refuses: string; files: Record<string, string | undefined>; kind?: ApplicationKind; saying: string }[]) {
    it(`is ${refuses}`, () => {
      const there = Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined));
      const { faults, application } = detected(there as Record<string, string>, kind);
      expect(spoken(faults)).to.deep.equal([said(saying)]);
      expect(application).to.equal(undefined);
    });
  }

  it("is one whose package.json is broken, with the parser's own words", () => {
    expect(spoken(detected({ "package.json": '{ "name": }' }).faults)[0]).to.match(
      /^build\.context: \.\/api: package\.json is no JSON \(.+\); mend it/,
    );
  });

  it("is told with all its faults at once", () => {
    const { faults } = detected(start("node gone.js", {}, { engines: { node: "16" }, packageManager: "npm" }));
    expect(faults).to.have.length(3);
  });
});

describe("an application that works, and should still be changed", () => {
  for (const { title, files, kind = "service", more = {}, saying } of [
    {
      title: "without a lock file",
      files: { "package.json": '{ "main": "server.js", "dependencies": { "ms": "2" } }', ...server },
      saying:
        "there is no lock file, so two builds may take different versions; commit a package-lock.json: `npm install --package-lock-only`",
    },
    {
      title: "whose lock file is older than package.json",
      files: {
        ...start("node server.js", server, { dependencies: { ms: "2" } }),
        "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages: { "": { dependencies: { ms: "1" } } } }),
      },
      saying:
        "package-lock.json is older than package.json (dependencies differ), so what it does not lock is taken as it comes; commit the new one: `npm install --package-lock-only`",
    },
    {
      title: "that starts through a shell",
      files: start("node migrate.js && node server.js"),
      saying:
        'the script "start" in package.json ("node migrate.js && node server.js") is more than one program and is started through npm, which takes longer and more memory; ' +
        'write one that starts node itself, such as "node server.js"',
    },
    {
      title: "that starts with a tool for development",
      files: start("nodemon server.js", server, { devDependencies: { nodemon: "3" } }),
      saying:
        'the script "start" in package.json starts with nodemon, which is for development: the image starts "node server.js"; write "start": "node server.js"',
    },
    {
      title: "that starts with flags for development",
      files: start("node --watch --env-file=.env server.js"),
      saying:
        '--watch --env-file=.env in the script "start" in package.json is left out: it is for development, or the component sets it; ' +
        'start with "node FILE", and keep such flags in a script "dev"',
    },
    {
      title: "whose .nvmrc contradicts engines",
      files: { ...start("node server.js", server, { engines: { node: ">=24" } }), ".nvmrc": "22" },
      saying: '.nvmrc names Node 22, engines.node in package.json is ">=24" and decides; let both name the same',
    },
    {
      title: "whose engines name a patch that the image does not have",
      files: start("node server.js", server, { engines: { node: "22.0.0" } }),
      saying: 'engines.node in package.json is "22.0.0", the image has Node 22.23.3; write "22.x" or ">=22"',
    },
    {
      title: "that is large",
      files: start("node server.js"),
      more: { sizes: { videos: 300 * 1024 ** 2, "server.js": 10 } },
      saying:
        "it sends 300 MiB to the engine: videos 300 MiB, server.js 0 MiB; name in .dockerignore what the image does not need",
    },
    {
      title: "whose page has a file of variables",
      kind: "site",
      files: nodeFolder({ scripts: { build: "vite build" }, devDependencies: { vite: "8" } }),
      more: { environmentFiles: [".env.production"] },
      saying:
        '.env.production is not in the build, since such files hold secrets; write what the page may show everybody: build: { args: { VITE_API: "/api" } }',
    },
  ] as {
    title: string;
    files: Record<string, string>;
    kind?: ApplicationKind;
    more?: object;
    saying: string;
  }[]) {
    it(`is one ${title}`, () => {
      const { application, faults, warnings } = detectApplication(facts(files, more), kind);
      expect(faults).to.deep.equal([]);
      expect(spoken(warnings)).to.deep.equal([said(saying)]);
      expect(application).not.to.equal(undefined);
    });
  }
});
