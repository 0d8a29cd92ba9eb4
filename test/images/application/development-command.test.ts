import { expect } from "chai";
import { detectApplication, type ApplicationKind } from "../../../lib/images/application/detect";
import type { DevelopmentRun } from "../../../lib/images/application/development-command";
import { facts, nodeFolder } from "../../support/applications";

interface Found {
  run: DevelopmentRun | undefined;
  faults: string[];
  warnings: string[];
}

function find(manifest: object, { files = {}, kind = "service", debug = false }: Partial<Asked> = {}): Found {
  const all = { ...nodeFolder(manifest), ...files };
  const { application, faults, warnings } = detectApplication(facts(all), kind, { development: { port: 3000, debug } });
  const result = application?.result;
  return {
    run: result?.kind === "development" ? result.run : undefined,
    faults: faults.map(({ problem, remedy }) => `${problem}; ${remedy}`.replace("./api: ", "")),
    warnings: warnings.map(({ problem, remedy }) => `${problem}; ${remedy}`.replace("./api: ", "")),
  };
}

interface Asked {
  files: Record<string, string>;
  kind: ApplicationKind;
  debug: boolean;
}

const tools = ["tsx", "nodemon", "ts-node-dev", "vite", "next", "astro", "@nestjs/cli", "fastify-cli", "node-dev"];
const devDependencies = Object.fromEntries(tools.map((name) => [name, "*"]));

/** The command as one line, with its variables; without what each command of Node's has. */
const line = (run: DevelopmentRun | undefined): string =>
  run === undefined
    ? "nothing"
    : [...Object.entries(run.environment).map((pair) => pair.join("=")), ...run.command]
        .join(" ")
        .replace(" --watch-kill-signal=SIGKILL", "");

describe("the command for development", () => {
  for (const [title, script, command, debugged] of [
    [
      "is node with --watch",
      "node --watch server.js",
      "node --watch server.js",
      "node --inspect=0.0.0.0:9229 --watch server.js",
    ],
    ["is given --watch", "node server.js", "node --watch server.js", "node --watch --inspect=0.0.0.0:9229 server.js"],
    [
      "keeps other flags",
      "node --env-file=.env --watch-path=src a.js",
      "node --env-file=.env --watch-path=src a.js",
      "node --inspect=0.0.0.0:9229 --env-file=.env --watch-path=src a.js",
    ],
    [
      "leaves the inspector to the component",
      "node --inspect-brk --watch a.js",
      "node --watch a.js",
      "node --inspect=0.0.0.0:9229 --watch a.js",
    ],
    [
      "is tsx, which watches",
      "tsx src/a.ts",
      "node_modules/.bin/tsx watch src/a.ts",
      "node_modules/.bin/tsx watch --inspect=0.0.0.0:9229 src/a.ts",
    ],
    [
      "is tsx watch with its flags",
      "tsx watch --clear-screen=false src/a.ts",
      "node_modules/.bin/tsx watch --clear-screen=false src/a.ts",
      "node_modules/.bin/tsx watch --inspect=0.0.0.0:9229 --clear-screen=false src/a.ts",
    ],
    [
      "is nodemon",
      "MODE=a nodemon server.js",
      "MODE=a node_modules/.bin/nodemon server.js",
      "MODE=a node_modules/.bin/nodemon --inspect=0.0.0.0:9229 server.js",
    ],
    [
      "is ts-node-dev",
      "ts-node-dev --respawn a.ts",
      "node_modules/.bin/ts-node-dev --respawn a.ts",
      "node_modules/.bin/ts-node-dev --inspect=0.0.0.0:9229 --respawn a.ts",
    ],
    [
      "is Nest's",
      "nest start -w",
      "node_modules/.bin/nest start --watch",
      "node_modules/.bin/nest start --debug 0.0.0.0:9229 --watch",
    ],
  ] as const) {
    it(`${title}: ${script}`, () => {
      const manifest = { scripts: { dev: script }, devDependencies };
      expect(line(find(manifest).run)).to.equal(command);
      const { run, warnings } = find(manifest, { debug: true });
      expect(line(run)).to.equal(debugged);
      expect(warnings).to.deep.equal([]);
    });
  }

  for (const [title, script, command] of [
    [
      "is Next's, on the asked port",
      "next dev -p 4000 --turbo",
      "NEXT_TELEMETRY_DISABLED=1 node_modules/.bin/next dev --turbo --hostname 0.0.0.0 --port 3000",
    ],
    [
      "is Vite's, on the asked port or none",
      "vite --port=80 --open --host",
      "node_modules/.bin/vite dev --host 0.0.0.0 --port 3000 --strictPort",
    ],
    [
      "is Vite's with its folder",
      "vite serve ./web",
      "node_modules/.bin/vite serve ./web --host 0.0.0.0 --port 3000 --strictPort",
    ],
    [
      "is Astro's",
      "astro dev --port 80",
      "ASTRO_TELEMETRY_DISABLED=1 node_modules/.bin/astro dev --host 0.0.0.0 --port 3000",
    ],
    ["is any dependency's own program", "fastify-cli start a.js", "node_modules/.bin/fastify-cli start a.js"],
    ["is found through another script", "npm run start:watch", "A=1 node --watch b.js"],
    ["runs in a shell where one is needed", "tsc --watch & node --watch a.js", "node --run dev"],
    ["runs in a shell where the tool is asked for something else", "vite build", "node_modules/.bin/vite build"],
  ] as const) {
    it(`${title}: ${script}`, () => {
      const scripts = { dev: script, "start:watch": "A=1 node --watch b.js" };
      expect(line(find({ scripts, devDependencies }).run)).to.equal(command);
    });
  }

  it("ends a program of Node's at once, whatever holds its connections, unless the script says how", () => {
    const command = (dev: string) => find({ scripts: { dev } }).run?.command.join(" ");
    expect(command("node a.js")).to.equal("node --watch --watch-kill-signal=SIGKILL a.js");
    const own = "node --watch --watch-kill-signal=SIGINT a.js";
    expect(command(own)).to.equal(own);
  });

  it("lets Next write its types beside sources in TypeScript", () => {
    const generates = (more: object) =>
      find({ scripts: { dev: "next dev" }, dependencies: { next: "16", ...more } }).run?.generates;
    expect([generates({}), generates({ typescript: "5" })]).to.deep.equal([undefined, true]);
  });

  it("does not follow scripts in a circle", () => {
    expect(line(find({ scripts: { dev: "npm run develop", develop: "npm run dev" } }).run)).to.equal(
      "node --run develop",
    );
  });

  for (const [title, manifest, asked, command] of [
    [
      "what production starts",
      { scripts: { start: "MODE=a node server.js" } },
      { files: { "server.js": "" } },
      "MODE=a node --watch server.js",
    ],
    ["main", { main: "app.js" }, { files: { "app.js": "" } }, "node --watch app.js"],
    [
      "the source of what production starts",
      { scripts: { start: "node dist/a.js", build: "tsc" } },
      { files: { "tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}', "src/a.ts": "" } },
      "node --watch src/a.ts",
    ],
    [
      "that source, by tsx where it is there",
      { scripts: { start: "node dist/a.js", build: "tsc" }, devDependencies: { tsx: "4" } },
      {
        files: {
          "tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
          "src/a.ts": "",
          "dist/a.js": "",
        },
      },
      "node_modules/.bin/tsx watch src/a.ts",
    ],
    [
      "the server that the dependencies bring",
      { dependencies: { next: "16" } },
      {},
      "NEXT_TELEMETRY_DISABLED=1 node_modules/.bin/next dev --hostname 0.0.0.0 --port 3000",
    ],
    [
      "Nest's",
      { dependencies: { "@nestjs/core": "11" }, devDependencies: { "@nestjs/cli": "11" } },
      {},
      "node_modules/.bin/nest start --watch",
    ],
    [
      "the page's builder",
      { scripts: { build: "vite build" }, devDependencies: { vite: "8" } },
      { kind: "site" },
      "node_modules/.bin/vite dev --host 0.0.0.0 --port 3000 --strictPort",
    ],
    [
      "that starts a server for pages the builder's own",
      { scripts: { build: "vite build", dev: "gen && vite", start: "vite preview" }, devDependencies: { vite: "8" } },
      { kind: "site" },
      "node_modules/.bin/vite dev --host 0.0.0.0 --port 3000 --strictPort",
    ],
    [
      '"dev" the page\'s "start"',
      {
        scripts: { build: "react-scripts build", start: "react-scripts start" },
        dependencies: { "react-scripts": "5" },
      },
      { kind: "site" },
      "HOST=0.0.0.0 PORT=3000 BROWSER=none WDS_SOCKET_PORT=0 node_modules/.bin/react-scripts start",
    ],
    [
      "the page's builder, of SvelteKit",
      {
        scripts: { build: "vite build" },
        devDependencies: { vite: "8", "@sveltejs/kit": "2", "@sveltejs/adapter-static": "3" },
      },
      { kind: "site" },
      "node_modules/.bin/vite dev --host 0.0.0.0 --port 3000 --strictPort",
    ],
  ] satisfies [string, object, Partial<Asked>, string][]) {
    it(`is without a script ${title}`, () => {
      expect(line(find(manifest, asked).run)).to.equal(command);
    });
  }

  for (const [title, manifest, folders] of [
    ["Next", { scripts: { dev: "next dev" }, devDependencies }, [".next"]],
    ["Nest", { scripts: { dev: "nest start --watch" }, devDependencies }, ["dist"]],
    [
      "SvelteKit",
      { scripts: { dev: "vite dev" }, devDependencies: { vite: "8", "@sveltejs/kit": "2" } },
      [".svelte-kit"],
    ],
    ["a program of one's own", { scripts: { dev: "node --watch a.js" } }, []],
  ] satisfies [string, object, string[]][]) {
    it(`has folders of its own for what ${title} writes`, () => {
      expect(find(manifest).run?.writes).to.deep.equal(folders);
    });
  }

  for (const [title, manifest, asked, fault] of [
    [
      "a tool that is not among the dependencies",
      { scripts: { dev: "tsx watch a.ts" } },
      {},
      'the script "dev" in package.json starts tsx, and tsx is not among the dependencies; add it: npm install --save-dev tsx',
    ],
    [
      "a manager that the image lacks",
      { scripts: { dev: "pnpm gen && node a.js" } },
      {},
      'the script "dev" in package.json ("pnpm gen && node a.js") calls pnpm, which is not in the image; write "dev": "node --watch FILE"',
    ],
    [
      "nothing that runs",
      {},
      {},
      'nothing says how it runs in development: there is no script "dev", and the file that production starts has no source here; write "dev": "node --watch server.js"',
    ],
    [
      "a start without a source",
      { scripts: { start: "node dist/a.js", build: "make" } },
      {},
      'nothing says how it runs in development: there is no script "dev", and the file that production starts has no source here; write "dev": "node --watch server.js"',
    ],
    [
      "a page that is served as it stands",
      {},
      { kind: "site", files: { "index.html": "" } },
      'it is served as it stands, without a program that follows edits; add one: npm install --save-dev vite, and write "dev": "vite" and "build": "vite build"',
    ],
  ] satisfies [string, object, Partial<Asked>, string][]) {
    it(`is refused for ${title}`, () => {
      expect(find(manifest, asked).faults).to.deep.equal([fault]);
    });
  }

  for (const [title, manifest, asked, warning] of [
    [
      "a shell between",
      { scripts: { dev: "node a.js; node b.js" } },
      {},
      'the script "dev" in package.json ("node a.js; node b.js") is more than one program and runs in a shell, which hands no signals on; write one that starts the program itself, such as "node --watch server.js"',
    ],
    [
      "a debugger that can't attach",
      { scripts: { dev: "nodemon --exec tsx a.ts" }, devDependencies },
      { debug: true },
      'the script "dev" in package.json runs "node_modules/.bin/nodemon --exec tsx a.ts", which hands no flags on to the program: no debugger can attach; write a script "dev" that starts it itself, such as "node --watch server.js" or "tsx watch src/server.ts"',
    ],
    [
      "TypeScript that Node itself reads",
      { scripts: { start: "node a.js", build: "tsc" } },
      { files: { "a.ts": "", "tsconfig.json": "{}" } },
      'there is no script "dev", so Node runs a.ts itself: it takes imports only as they are named, with .ts, and no enums; add tsx, which takes all: npm install --save-dev tsx, and "dev": "tsx watch a.ts"',
    ],
  ] satisfies [string, object, Partial<Asked>, string][]) {
    it(`warns of ${title}`, () => {
      expect(find(manifest, asked).warnings).to.deep.equal([warning]);
    });
  }
});
