import { expect } from "chai";
import { chmodSync, chownSync, cpSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { CachingNginx, Mode, OptimizedNodeService, ServiceNetwork, StaticSite } from "plimsoll";
import { corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { freePort } from "../support/free-port";
import { EngineStack, describeOnEngine, docker, inOrder, inside } from "../support/engine";
import { answers, edit, listen, pathsIn, removeBuilds } from "../support/live";

interface Manifest {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Somebody who has his folders for himself. */
const owner = 1234;

describeOnEngine("development", function () {
  this.timeout(600_000);
  inOrder();
  const stack = new EngineStack("development");
  const ports: Record<string, number> = {};
  let mode: Mode = Mode.development;
  const folder = (name: string): string => join(stack.folder, "apps", name);
  const address = (name: string, path = ""): string => `http://127.0.0.1:${ports[name]}${path}`;
  const inspect = (name: string) => docker.getContainer(`${stack.prefix}-${name}`).inspect();
  const modulesOf = async (name: string): Promise<string | undefined> =>
    (await inspect(name)).Mounts.find(({ Destination }) => Destination === "/app/node_modules")?.Name;

  /** A copy of one of the corpus. */
  const copy = (name: string, from: string, change: (manifest: Manifest) => void = () => undefined): void => {
    cpSync(corpusFolder(from), folder(name), { recursive: true });
    const path = join(folder(name), "package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest, undefined, 2));
  };

  const program = (): Promise<void> => {
    const network = new ServiceNetwork("net", {});
    const live = (name: string) => ({
      build: { context: folder(name), ...secretFiles },
      mode: Mode.development,
      network,
    });
    const service = (name: string, more = {}) =>
      new OptimizedNodeService(name, { ...live(name), port: 3000, publish: ports[name], ...more });
    service("node", { memory: "256MiB", mode, ...(mode === Mode.development ? { debug: ports["node-debug"] } : {}) });
    service("nodemon", { debug: ports["nodemon-debug"], memory: "256MiB" });
    service("typed", { debug: ports["typed-debug"] });
    service("own", {});
    service("nest", { debug: ports["nest-debug"] });
    const site = new StaticSite("site", {
      ...live("site"),
      build: { ...live("site").build, args: { VITE_GREETING: "hello" } },
    });
    new CachingNginx("edge", { routes: [site.route("/")], publish: ports["edge"] });
    return Promise.resolve();
  };

  before(async () => {
    for (const name of [
      "node",
      "nodemon",
      "typed",
      "own",
      "nest",
      "edge",
      "nest-debug",
      "node-debug",
      "nodemon-debug",
      "typed-debug",
    ])
      ports[name] = await freePort();
    copy("node", "express", ({ scripts }) => (scripts["dev"] = "node --watch server.js"));
    copy("nodemon", "express");
    copy("typed", "typescript", ({ devDependencies }) => (devDependencies["tsx"] = "^4.20.0"));
    copy("nest", "nest");
    copy("site", "vite-site");
    edit(folder("site"), "src/main.js", "document", "import.meta.hot?.accept();\ndocument");
    copy("own", "express");
    writeFileSync(
      join(folder("own"), "Dockerfile"),
      `FROM node:24.21.0-slim AS base
WORKDIR /srv/app
COPY package.json package-lock.json ./
FROM base AS development
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca npm ci
CMD ["node", "--watch", "server.js"]
FROM base
COPY . .
CMD ["node", "server.js"]
`,
    );
    if (process.getuid?.() !== 0) return;
    for (const path of ["", ...pathsIn(folder("node"))].map((path) => join(folder("node"), path))) {
      chownSync(path, owner, owner);
      chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600);
    }
  });
  after(async () => {
    await stack.remove();
    removeBuilds(stack.prefix);
  });

  it("starts all", async () => {
    await stack.up(program);
    expect(await (await fetch(address("node", "/about"))).json()).to.include({ nodemon: true });
  });

  it("leaves the folders as they were, but for an empty one of their owner", () => {
    for (const [name, from] of [
      ["node", "express"],
      ["site", "vite-site"],
    ] as const) {
      expect(pathsIn(folder(name)).filter((path) => path !== "node_modules")).to.deep.equal(
        pathsIn(corpusFolder(from)),
      );
      expect(readdirSync(join(folder(name), "node_modules"))).to.deep.equal([]);
    }
    const { uid } = statSync(join(folder("node"), "node_modules"));
    expect(uid).to.equal(statSync(folder("node")).uid);
  });

  for (const name of ["node", "nodemon", "typed", "nest"])
    it(`lets a debugger attach to ${name}'s program`, async () => {
      const [target] = (await (await fetch(address(`${name}-debug`, "/json/list"))).json()) as {
        url: string;
        title: string;
      }[];

      expect(`${target?.title} ${target?.url}`).to.match(/server\.[jt]s$|dist\/main/);
    });

  for (const [name, file, from, path] of [
    ["node", "server.js", '"ok"', "/health"],
    ["nodemon", "server.js", '"ok"', "/health"],
    ["own", "server.js", '"ok"', "/health"],
    ["typed", "src/server.ts", "hello", "/?name=Ada"],
    ["nest", "src/cats/cats.service.ts", '"Minka"', "/cats"],
  ] as const) {
    it(`shows an edit of ${name}`, async () => {
      const { Id } = await inspect(name);
      // A request that never ends, as a browser's that listens for events.
      const held = name === "node" ? connect(ports[name] ?? 0, "127.0.0.1") : undefined;
      held?.on("error", () => undefined).write("GET /health HTTP/1.1\r\n");
      edit(folder(name), file, from, from.replace(/\w+/, "harbour"));
      console.log(`      seen after ${await answers(address(name, path), "harbour")} ms`);
      expect((await inspect(name)).Id).to.equal(Id);
      held?.destroy();
    });
  }

  it("tells browsers of an edit through the edge", async () => {
    await answers(address("edge"), "/@vite/client");
    await answers(address("edge", "/src/main.js"), "hello");
    const hot = await listen(address("edge"));
    expect(await hot.next()).to.include({ type: "connected" });
    const start = performance.now();
    edit(folder("site"), "src/main.js", "textContent = `", "textContent = `again ");
    const message = await hot.next();
    console.log(`      told after ${Math.round(performance.now() - start)} ms`);
    expect(message.type).to.equal("update");
    expect(message.updates?.map(({ path }) => path)).to.deep.equal(["/src/main.js"]);
    await answers(address("edge", "/src/main.js"), "again");
    hot.close();
  });

  it("answers to the page's name on its network too, which Vite has to be told", async () => {
    const page = await inside(`${stack.prefix}-edge`, "wget", "-q", "-O", "-", "http://site:3000/");
    expect(page).to.include("/@vite/client");
  });

  it("needs no deployment after edits", async () => {
    for (const name of ["node", "nodemon", "typed", "own", "nest", "site"])
      writeFileSync(join(folder(name), "new.js"), "");
    // A script and a description are no dependencies.
    edit(folder("nest"), "package.json", '"private"', '"description": "Edited",\n  "private"');
    const { steps } = await stack.preview(program);
    expect(steps).to.deep.equal({});
  });

  it("installs another dependency, and drops the modules of before", async () => {
    const before = await modulesOf("node");
    edit(folder("node"), "package.json", '"dependencies": {', '"dependencies": {\n"ms": "^2.1.3",');
    edit(folder("node"), "server.js", 'send("harbour")', "send(ms(60_000))");
    edit(folder("node"), "server.js", "import express", 'import ms from "ms";\nimport express');
    await stack.up(program);
    await answers(address("node", "/health"), "1m");
    const after = await modulesOf("node");
    expect(after).not.to.equal(before);
    const { Volumes } = await docker.listVolumes();
    expect(Volumes.map(({ Name }) => Name))
      .to.include(after)
      .and.not.to.include(before);
  });

  it("becomes production, and nothing of it stays", async () => {
    mode = Mode.production;
    await stack.up(program);
    await answers(address("node", "/health"), "1m");
    expect((await inspect("node")).Mounts).to.deep.equal([]);
    const { Volumes } = await docker.listVolumes();
    expect(Volumes.filter(({ Name }) => Name.startsWith(`${stack.prefix}-node-`))).to.deep.equal([]);
  });
});
