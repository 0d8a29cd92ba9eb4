import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Mode, OptimizedNodeService, StaticSite } from "plimsoll";
import { corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { freePort } from "../support/free-port";
import { EngineStack, describeOnEngine, docker, inOrder } from "../support/engine";
import { answers, edit, removeBuilds } from "../support/live";

/** An edit of an application, and where it is seen. */
interface Edit {
  file: string;
  from: string;
  to: string;
  /** @default "/" */
  path?: string;
}

const services: Readonly<Record<string, Edit>> = {
  "koa-yarn": { file: "app.js", from: "water the plants", to: "mow the lawn", path: "/notes" },
  "express-berry": { file: "server.js", from: "sweep", to: "dust", path: "/tasks" },
  "hono-bun": { file: "src/index.ts", from: 'to: "/health"', to: 'to: "/elsewhere"', path: "/links" },
  "node-typescript": { file: "src/greeting.ts", from: "hello ", to: "howdy " },
  "graphql-yoga": { file: "server.js", from: "Emma", to: "Persuasion", path: "/graphql?query=%7Bbooks%7D" },
};

const frameworks: Readonly<Record<string, Edit>> = {
  "react-router": { file: "app/routes/home.jsx", from: "soup", to: "stew" },
  "sveltekit-node": { file: "src/routes/+page.server.js", from: "it rained", to: "it snowed" },
  next: { file: "app/page.js", from: "Blog", to: "Diary" },
};

const sites: Readonly<Record<string, Edit>> = {
  "astro-site": { file: "src/pages/index.astro", from: " by Astro", to: " by nobody" },
  "sveltekit-static": { file: "src/routes/+page.svelte", from: "Portfolio", to: "Works" },
  "react-vite-pnpm": { file: "index.html", from: "<title>Todo", to: "<title>Done" },
  "vue-vite-yarn": { file: "index.html", from: "<title>Weather", to: "<title>Climate" },
};

/** What of a line of source its user sees. */
const words = (source: string): string => /"(.*)"/.exec(source)?.[1] ?? source;

type Make = (name: string, live: { build: { context: string }; mode: Mode; publish: number }) => void;

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
  ["sites in development", sites, site],
] as const) {
  describeOnEngine(title, function () {
    this.timeout(600_000);
    inOrder();
    const stack = new EngineStack("corpus-live");
    const ports: Record<string, number> = {};
    const folder = (name: string): string => join(stack.folder, "apps", name);
    const program = (): Promise<void> => {
      for (const name of Object.keys(edits)) {
        const build = { context: folder(name), ...secretFiles };
        make(name, { build, mode: Mode.development, publish: ports[name] ?? 0 });
      }
      return Promise.resolve();
    };
    before(async () => {
      for (const name of Object.keys(edits)) {
        ports[name] = await freePort();
        cpSync(corpusFolder(name), folder(name), { recursive: true });
      }
    });
    after(async () => {
      await stack.remove();
      removeBuilds(stack.prefix);
    });

    it("start", async () => {
      await stack.up(program);
    });

    for (const [name, { file, from, to, path = "/" }] of Object.entries(edits)) {
      it(`${name} shows an edit, in the same container`, async () => {
        const id = async (): Promise<string> => (await docker.getContainer(`${stack.prefix}-${name}`).inspect()).Id;
        const before = await id();
        const address = `http://127.0.0.1:${ports[name]}${path}`;
        await answers(address, words(from));
        edit(folder(name), file, from, to);
        await answers(address, words(to));
        expect(await id()).to.equal(before);
      });
    }

    it("need no deployment after it", async () => {
      expect((await stack.preview(program)).steps).to.deep.equal({});
    });
  });
}
