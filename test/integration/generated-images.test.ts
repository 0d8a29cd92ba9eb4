import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import * as plimsoll from "plimsoll";
import { RealStack, type RealTools } from "../../lib/testing/real";
import { corpus, corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { freePort } from "../support/free-port";
import { removeBuilds } from "../support/live";
import { EngineStack, RunFailed, describeOnEngine, docker, failureOf, inOrder } from "../support/engine";

describeOnEngine("images of folders without a Dockerfile", function () {
  this.timeout(600_000);
  inOrder();
  const stack = new EngineStack("generated");
  const ports: Record<string, number> = {};
  const folder = (name: string): string => join(stack.folder, "apps", name);
  const ask = (name: string, path = "/", init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${ports[name]}${path}`, init);
  const text = async (name: string, path?: string): Promise<string> => (await ask(name, path)).text();
  const imageOf = async (name: string) => {
    const { Image } = await docker.getContainer(`${stack.prefix}-${name}`).inspect();
    return docker.getImage(Image).inspect();
  };
  /** What the last build printed. The provider writes all of them into one file. */
  const log = (name: string): string => {
    const file = join(tmpdir(), "plimsoll-builds", `${stack.prefix}-${name}.log`);
    const begin = "[internal] load build definition";
    return readFileSync(file, "utf8").split(begin).at(-1) ?? "";
  };
  /** As a tool edits that keeps times, so that neither time nor size gives the edit away. */
  const edit = (name: string, file: string, from: string, to: string): void => {
    const path = join(folder(name), file);
    const before = readFileSync(path, "utf8");
    expect(before).to.include(from);
    const { atime, mtime } = statSync(path);
    writeFileSync(path, before.replaceAll(from, to));
    utimesSync(path, atime, mtime);
  };

  async function program(): Promise<void> {
    for (const [name, kind] of Object.entries(corpus)) {
      const args = { build: { context: folder(name), ...secretFiles }, publish: ports[name] ?? 0 };
      if (kind === "service") new plimsoll.OptimizedNodeService(name, { ...args, port: 3000, memory: "192MiB" });
      else new plimsoll.StaticSite(name, { ...args, build: { ...args.build, args: { VITE_GREETING: "good day" } } });
    }
  }

  before(async () => {
    for (const name of Object.keys(corpus)) {
      ports[name] = await freePort();
      cpSync(corpusFolder(name), folder(name), { recursive: true });
    }
    // What lies about on a developer's machine.
    for (const [file, content] of Object.entries({
      ".env": "PASSWORD=x",
      ".env.production": "PASSWORD=x",
      ".git/config": "[core]",
      "docs/plan.md": "",
      "node_modules/express/index.js": "throw new Error('from the developer\\'s machine')",
      "debug.log": "",
    })) {
      mkdirSync(join(folder("express"), file, ".."), { recursive: true });
      writeFileSync(join(folder("express"), file), content);
    }
  });
  after(async () => {
    await stack.remove();
    removeBuilds(stack.prefix);
  });

  it("write nothing in a preview", async () => {
    await stack.preview(program);
    expect(
      readdirSync(join(tmpdir(), "plimsoll-builds")).filter((name) => name === `${stack.prefix}-express`),
    ).to.deep.equal([]);
  });

  it("are built, and healthy", async () => {
    const { steps } = await stack.up(program);
    for (const name of Object.keys(corpus)) expect(steps[name], name).to.equal("create");
  });

  it("answer as their users expect", async () => {
    expect(await text("plain-http")).to.equal("plain, as 1000");
    expect(await text("express")).to.equal("<h1>Shop</h1>\n");
    expect(await text("typescript", "/?name=Ada")).to.equal("hello Ada");
    expect(await text("no-lock-file")).to.equal("1m");
    expect(await text("native")).to.equal("true");
    expect(await text("vite-site", "/any/path")).to.include('<main id="app">');
  });

  it("hold what runs, and neither secrets nor what only a developer needs", async () => {
    expect(await (await ask("express", "/about")).json()).to.deep.equal({
      version: "1.4.2",
      greeting: "hello",
      files: ["node_modules", "package.json", "public", "server.js"],
      nodemon: false,
    });
    expect(await (await ask("typescript", "/about")).json()).to.deep.equal({
      files: ["dist", "node_modules", "package.json"],
      built: ["name.js", "server.js"],
      typescript: false,
    });
  });

  it("serve a page compressed once, with what the build was told, and no maps", async () => {
    const script = /\/assets\/[\w-]+\.js/.exec(await text("vite-site"))?.[0] ?? "";
    const { headers } = await ask("vite-site", script, { headers: { "accept-encoding": "gzip" } });
    expect(headers.get("content-encoding")).to.equal("gzip");
    expect(headers.get("cache-control")).to.include("immutable");
    expect(await text("vite-site", script)).to.include("good day");
    expect((await ask("vite-site", `${script}.map`)).status).to.equal(404);
  });

  it("make a page of 60 MB at most, served from less than 10 MiB of memory", async () => {
    expect((await imageOf("vite-site")).Size).to.be.at.most(60e6);
    const { memory_stats: memory } = await docker
      .getContainer(`${stack.prefix}-vite-site`)
      .stats({ stream: false, "one-shot": true });
    const idle = memory.stats["total_inactive_file"] ?? memory.stats.inactive_file;
    expect((memory.usage - idle) / 2 ** 20)
      .to.be.above(0)
      .and.below(10);
  });

  it("have at most ten layers, a numeric user and a command without a shell", async () => {
    for (const name of Object.keys(corpus)) {
      const { RootFS, Config } = await imageOf(name);
      expect(RootFS.Layers?.length, name).to.be.at.most(10);
      expect(Config.User, name).to.match(/^\d+:\d+$/);
      expect(Config.Cmd?.[0], name).not.to.equal("/bin/sh");
    }
  });

  it("show no build secret in their history", async () => {
    for (const name of Object.keys(corpus)) {
      const history = await docker.getImage((await imageOf(name)).Id).history();
      expect(JSON.stringify(history), name).not.to.match(/BEGIN CERTIFICATE|_authToken/);
    }
  });

  it("are left alone by the next preview", async () => {
    const { steps } = await stack.preview(program);
    expect(steps).to.deep.equal({});
  });

  it("install nothing again after an edit of the source and a version bump", async () => {
    const layers = async (name: string): Promise<string[]> => (await imageOf(name)).RootFS.Layers ?? [];
    const before = { express: await layers("express"), typescript: await layers("typescript") };
    for (const name of ["express", "typescript"] as const) {
      const version = name === "express" ? '"1.4.2"' : '"0.3.0"';
      edit(name, "package.json", version, '"9.9.9"');
      edit(name, "package-lock.json", `"version": ${version}`, '"version": "9.9.9"');
    }
    edit("express", "public/index.html", "Shop", "Mart");
    edit("typescript", "src/server.ts", "hello", "howdy");
    const { steps } = await stack.up(program);
    expect(steps).to.include({ "express-image": "replace", "typescript-image": "replace" });
    expect(steps).not.to.have.any.keys("native-image", "vite-site-image", "plain-http-image");
    expect(await text("express")).to.equal("<h1>Mart</h1>\n");
    expect(await text("typescript", "/?name=Ada")).to.equal("howdy Ada");
    for (const name of ["express", "typescript"] as const) {
      const after = await layers(name);
      expect(after, name).to.have.length(before[name].length);
      expect(
        after.filter((layer) => !before[name].includes(layer)),
        "the application's own",
      ).to.have.length(1);
      expect(log(name), name).to.match(/COPY manifest.*\n(?:#\d+ sha.*\n)?#\d+ CACHED/);
      expect(log(name), name).not.to.match(/added \d+ packages/);
    }
  });

  it("tell why a build made nothing that can be started", async () => {
    edit("typescript", "package.json", '"build": "tsc"', '"build": "tsc --outDir elsewhere"');
    const failed = await failureOf(stack.up(program));
    expect(failed).to.be.instanceOf(RunFailed);
    expect(failed.said).to.include("The build made no dist/server.js.");
    expect(await text("typescript", "/?name=Ada"), "the service of before").to.equal("howdy Ada");
  });

  it("are made of copies: the application's own folder is as it was", () => {
    expect(existsSync(join(folder("express"), "Dockerfile"))).to.equal(false);
    expect(readdirSync(folder("express")).toSorted()).to.deep.equal([
      ".dockerignore",
      ".env",
      ".env.production",
      ".git",
      "debug.log",
      "docs",
      "node_modules",
      "package-lock.json",
      "package.json",
      "public",
      "server.js",
      "test",
    ]);
  });
});

describeOnEngine("an image of a folder that is named relative to the program", () => {
  const context = relative(process.cwd(), corpusFolder("plain-http"));

  it("is made in a folder beside the program, which no preview on another host tells apart", async () => {
    const program = ({ port }: RealTools): void => {
      new plimsoll.OptimizedNodeService("api", { build: { context }, port: 3000, publish: port("api") });
      made = resolve(".plimsoll", "builds", `${pulumi.getProject()}-${pulumi.getStack()}-api`);
    };
    let made = "";
    await using real = await RealStack.up(program);
    expect(readdirSync(made).toSorted()).to.deep.equal(["Dockerfile", "source"]);
    expect(readFileSync(join(made, "..", "..", ".gitignore"), "utf8")).to.equal("*\n");
    rmSync(made, { recursive: true });
    await real.expectNoChanges();
    expect(existsSync(made), "a preview writes nothing").to.equal(false);
  });
});
