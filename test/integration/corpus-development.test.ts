import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Mode, OptimizedNodeService, StaticSite } from "plimsoll";
import { corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { freePort } from "../support/free-port";
import { EngineStack, describeOnEngine, docker, inOrder } from "../support/engine";
import { answers, edit, pathsIn, removeBuilds } from "../support/live";

/** An edit of an application, and where it is seen. */
interface Edit {
  file: string;
  from: string;
  to: string;
  /** @default "/" */
  path?: string;
  /** What its user sees before and after it. @default what stands between quotes, or all */
  shows?: readonly [string, string];
}

interface Live extends Edit {
  /** The package of a workspace. */
  workspace?: string;
  /** Its folder in the corpus. @default its own name */
  of?: string;
  /** What is changed before it starts. */
  changes?: readonly Edit[];
  /** Edits after the first one. */
  then?: readonly Edit[];
  /** Empty folders that it gets. @default not looked at */
  gets?: readonly string[];
}

const services: Readonly<Record<string, Live>> = {
  "koa-yarn": { file: "app.js", from: "water the plants", to: "mow the lawn", path: "/notes" },
  "express-berry": { file: "server.js", from: "sweep", to: "dust", path: "/tasks" },
  "hono-bun": { file: "src/index.ts", from: 'to: "/health"', to: 'to: "/elsewhere"', path: "/links" },
  "node-typescript": { file: "src/greeting.ts", from: "hello ", to: "howdy " },
  "graphql-yoga": { file: "server.js", from: "Emma", to: "Persuasion", path: "/graphql?query=%7Bbooks%7D" },
};

const frameworks: Readonly<Record<string, Live>> = {
  "react-router": { file: "app/routes/home.jsx", from: "soup", to: "stew" },
  "sveltekit-node": { file: "src/routes/+page.server.js", from: "it rained", to: "it snowed" },
  next: { file: "app/page.js", from: "Blog", to: "Diary" },
};

/** Each after an edit of its own sees two of a package beside it: the first copy or build may be of before. */
const packages: Readonly<Record<string, Live>> = {
  "npm-workspace": {
    workspace: "apps/api",
    gets: ["apps/api/node_modules", "node_modules"],
    ...{ file: "apps/api/server.js", from: '"ok"', to: '"fine"', path: "/health" },
    then: twice("packages/calendar/src/index.ts", "YYYY-MM-DD", "/next?day=2026-05-07", [
      ["YYYY.MM.DD", "2026.05.08"],
      ["MM/DD", "05/08"],
    ]),
  },
  // Its sibling as it stands, and a program that watches its own folder only.
  "npm-sources": {
    of: "npm-workspace",
    workspace: "apps/api",
    gets: ["apps/api/node_modules", "node_modules"],
    changes: [
      { file: "packages/calendar/package.json", from: "dist/index.js", to: "src/index.ts" },
      { file: "apps/api/package.json", from: '"start"', to: '"dev": "nodemon server.js",\n"start"' },
    ],
    ...{ file: "apps/api/server.js", from: '"ok"', to: '"fine"', path: "/health" },
    then: twice("packages/calendar/src/index.ts", "YYYY-MM-DD", "/next?day=2026-05-07", [
      ["YYYY.MM.DD", "2026.05.08"],
      ["MM/DD", "05/08"],
    ]),
  },
  "pnpm-workspace": {
    workspace: "packages/api",
    gets: ["node_modules", "packages/api/node_modules"],
    ...{ file: "packages/api/src/server.ts", from: '"ok"', to: '"fine"', path: "/health" },
    then: twice("packages/prices/src/index.ts", " EUR for ", "/price", [
      [" USD for ", "15 USD for 1 day"],
      [" GBP for ", "15 GBP for 1 day"],
    ]),
  },
};

const sites: Readonly<Record<string, Live>> = {
  "astro-site": { file: "src/pages/index.astro", from: " by Astro", to: " by nobody" },
  "sveltekit-static": { file: "src/routes/+page.svelte", from: "Portfolio", to: "Works" },
  "react-vite-pnpm": { file: "index.html", from: "<title>Todo", to: "<title>Done" },
  "vue-vite-yarn": { file: "index.html", from: "<title>Weather", to: "<title>Climate" },
};

/** An edit of a line, and another one of what it left. */
function twice(file: string, from: string, path: string, edits: readonly (readonly [string, string])[]): Edit[] {
  return edits.map(([to, after], at) => {
    const [before = from, shown = ""] = edits[at - 1] ?? [];
    return { file, from: before, to, path, shows: [shown, after] };
  });
}

/** What of a line of source its user sees. */
const words = (source: string): string => /"(.*)"/.exec(source)?.[1] ?? source;

type Make = (
  name: string,
  live: { build: { context: string; workspace?: string }; mode: Mode; publish: number },
) => void;

const service: Make = (name, live) => {
  new OptimizedNodeService(name, {
    ...live,
    port: 3000,
    healthPath: name in frameworks ? "/" : "/health",
    memory: "768MiB",
  });
};
const site: Make = (name, live) => {
  new StaticSite(name, { ...live, memory: "512MiB" });
};

for (const [title, edits, make] of [
  ["services in development", services, service],
  ["services of frameworks in development", frameworks, service],
  ["packages of workspaces in development", packages, service],
  ["sites in development", sites, site],
] as const) {
  describeOnEngine(title, function () {
    this.timeout(600_000);
    inOrder();
    const stack = new EngineStack("corpus-live");
    const ports: Record<string, number> = {};
    const folder = (name: string): string => join(stack.folder, "apps", name);
    const program = (): Promise<void> => {
      for (const [name, { workspace }] of Object.entries(edits)) {
        const build = { context: folder(name), ...secretFiles, ...(workspace === undefined ? {} : { workspace }) };
        make(name, { build, mode: Mode.development, publish: ports[name] ?? 0 });
      }
      return Promise.resolve();
    };
    before(async () => {
      for (const [name, { of = name, changes = [] }] of Object.entries(edits)) {
        ports[name] = await freePort();
        cpSync(corpusFolder(of), folder(name), { recursive: true });
        for (const { file, from, to } of changes) edit(folder(name), file, from, to);
      }
    });
    after(async () => {
      await stack.remove();
      removeBuilds(stack.prefix);
    });

    it("start", async () => {
      await stack.up(program);
    });

    for (const [name, { then = [], ...first }] of Object.entries(edits)) {
      it(`${name} shows an edit, in the same container`, async () => {
        const id = async (): Promise<string> => (await docker.getContainer(`${stack.prefix}-${name}`).inspect()).Id;
        const before = await id();
        for (const { file, from, to, path = "/", shows = [words(from), words(to)] } of [first, ...then]) {
          const address = `http://127.0.0.1:${ports[name]}${path}`;
          await answers(address, shows[0]);
          edit(folder(name), file, from, to);
          console.log(`      ${file}: seen after ${await answers(address, shows[1])} ms`);
        }
        expect(await id()).to.equal(before);
      });
    }

    for (const [name, { of = name, gets }] of Object.entries(edits)) {
      if (gets === undefined) continue;
      it(`${name}'s folder has nothing more than places to lay volumes over`, () => {
        const before = new Set(pathsIn(corpusFolder(of)));
        expect(pathsIn(folder(name)).filter((path) => !before.has(path))).to.deep.equal(gets);
      });
    }

    it("need no deployment after it", async () => {
      expect((await stack.preview(program)).steps).to.deep.equal({});
    });
  });
}
