import type * as docker from "@pulumi/docker";
import { expect } from "chai";
import { cpSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ImageBase, OptimizedNodeService } from "plimsoll";
import { alpineNodeBases } from "../../lib/images/pinned";
import { corpusFolder } from "../support/applications";
import {
  describeCorpus,
  nodeService,
  secretFiles,
  type CorpusApplication,
  type CorpusStack,
} from "../support/corpus-suite";
import { provideDistroless } from "../support/distroless";
import { EngineStack, describeOnEngine, docker as engine } from "../support/engine";

const applications = {
  "express-minimal": {
    folder: "express",
    make: nodeService(),
    build: { base: ImageBase.minimal },
    answers: [{ path: "/", holds: "<h1>Shop</h1>" }],
  },
  "typescript-one-file": {
    folder: "typescript",
    make: nodeService(),
    build: { base: ImageBase.minimal, bundle: true, compileCache: true },
    answers: [
      { path: "/?name=Ada", holds: "hello Ada" },
      { path: "/about", holds: '"files":["dist","package.json"]' },
    ],
  },
  "express-one-file": {
    folder: "express",
    make: nodeService(),
    build: { bundle: true, compileCache: true },
    answers: [{ path: "/", holds: "<h1>Shop</h1>" }],
  },
  "beside-files": {
    make: nodeService(),
    build: { base: ImageBase.minimal, bundle: true },
    answers: [{ path: "/", holds: "beside a module 2.7.1 beside an old one 1m" }],
  },
  "native-minimal": {
    folder: "native",
    make: nodeService(),
    build: { base: ImageBase.minimal },
    answers: [{ path: "/", holds: "true" }],
  },
  "native-one-file": {
    folder: "native",
    make: nodeService(),
    build: { bundle: true },
    answers: [{ path: "/", holds: "true" }],
  },
  "system-packages": {
    make: nodeService(),
    build: { packages: ["jq"] },
    answers: [{ path: "/", holds: "42" }],
  },
  "express-distroless": {
    folder: "express",
    make: nodeService(),
    build: { base: ImageBase.distroless },
    answers: [{ path: "/", holds: "<h1>Shop</h1>" }],
  },
} satisfies Record<string, CorpusApplication>;

const onAlpine = {
  express: {
    make: nodeService(),
    build: { base: ImageBase.alpine },
    answers: [{ path: "/", holds: "<h1>Shop</h1>" }],
  },
  typescript: {
    make: nodeService(),
    build: { base: ImageBase.alpine },
    answers: [
      { path: "/?name=Ada", holds: "hello Ada" },
      { path: "/about", holds: '"files":["dist","node_modules","package.json"]' },
      { path: "/about", holds: '"typescript":false' },
    ],
  },
  "one-file": {
    folder: "typescript",
    make: nodeService(),
    build: { base: ImageBase.alpine, bundle: true, compileCache: true },
    answers: [{ path: "/about", holds: '"files":["dist","package.json"]' }],
  },
  native: {
    make: nodeService(),
    build: { base: ImageBase.alpine },
    answers: [{ path: "/", holds: "true" }],
  },
  generator: {
    make: nodeService(),
    build: { base: ImageBase.alpine },
    answers: [{ path: "/", holds: "Ada, patched: true, generator: false" }],
  },
  "npm-workspace": {
    make: nodeService(),
    build: { base: ImageBase.alpine, workspace: "apps/api" },
    answers: [{ path: "/about", holds: '{"apps":["api"],"nodemon":false,"lodash":false}' }],
  },
  "native-minimal": {
    folder: "native",
    make: nodeService(),
    build: { base: ImageBase.minimal, baseImage: alpineNodeBases[24] },
    answers: [{ path: "/", holds: "true" }],
  },
} satisfies Record<string, CorpusApplication>;

/** Runs a command in the container of an application, and resolves with what it said. */
const runner =
  ({ stack }: CorpusStack) =>
  async (name: string, Cmd: string[], Env: string[] = []): Promise<string> => {
    const container = engine.getContainer(`${stack.prefix}-${name}`);
    const exec = await container.exec({ Cmd, Env, AttachStdout: true, AttachStderr: true, Tty: true });
    const said: Buffer[] = [];
    for await (const chunk of await exec.start({ Tty: true })) said.push(chunk as Buffer);
    return Buffer.concat(said).toString();
  };

/** Whether what was compiled in the build is taken when the program starts. */
async function expectCompiled(run: ReturnType<typeof runner>, name: string, file: string): Promise<void> {
  const command = ["node", "-e", `import("${file}").then(() => process.exit())`];
  const said = await run(name, command, ["PORT=0", "NODE_DEBUG_NATIVE=COMPILE_CACHE"]);
  expect(said, name).to.match(new RegExp(`cache for .*${file}.* was accepted`));
}

describe("images of Node services", () => {
  let removeDistroless = (): Promise<void> => Promise.resolve();
  before(async function () {
    this.timeout(120_000);
    removeDistroless = await provideDistroless();
  });
  after(() => removeDistroless());

  describeCorpus("on other bases", applications, (suite) => {
    const run = runner(suite);

    it("have no shell where they promise none", async () => {
      for (const name of ["express-minimal", "native-minimal", "express-distroless"] as const)
        expect(await run(name, ["/bin/sh", "-c", "echo there"]), name).to.match(/no such file/);
      expect(await run("express-one-file", ["/bin/sh", "-c", "echo there"])).to.include("there");
    });

    it("hold a file whose text is short, in lines that an error can show", async () => {
      const lines = "require('fs').readFileSync('/app/server.js', 'latin1').split('\\n').map(({ length }) => length)";
      const asked = `const of = ${lines}; console.log([of.reduce((sum, one) => sum + one) / of.length, Math.max(...of)].join(' '))`;
      const [average, longest] = (await run("express-one-file", ["node", "-e", asked])).split(" ").map(Number);
      expect(average).to.be.above(100);
      expect(longest).to.be.below(10_000);
    });

    it("start from what was compiled in the build", async () => {
      await expectCompiled(run, "typescript-one-file", "/app/dist/server.js");
      await expectCompiled(run, "express-one-file", "/app/server.js");
    });
  });
});

describeCorpus("images of Node services on Alpine", onAlpine, (suite) => {
  const run = runner(suite);

  it("run on its C library, with its shell and no other", async () => {
    const asked = "process.report.getReport().sharedObjects.filter((file) => file.includes('libc')).join()";
    for (const name of Object.keys(onAlpine)) expect(await run(name, ["node", "-p", asked]), name).not.to.match(/gnu/);
    expect(await run("express", ["/bin/sh", "-c", ". /etc/os-release; echo $ID; bash"])).to.match(
      /^alpine\r?\n.*not found/,
    );
    expect(await run("native-minimal", ["/bin/sh", "-c", "echo there"])).to.match(/no such file/);
  });

  it("are stopped by the engine's init, and asked by the health check that slim has", async () => {
    const { Config, HostConfig, State } = await engine.getContainer(`${suite.stack.prefix}-express`).inspect();
    expect(HostConfig.Init).to.equal(true);
    expect(Config.Healthcheck?.Test?.slice(0, 2)).to.deep.equal(["CMD", "node"]);
    expect(State.Health?.Status).to.equal("healthy");
  });

  it("start from what was compiled in the build", () => expectCompiled(run, "one-file", "/app/dist/server.js"));

  it("take parts in C that are made for its C library", async () => {
    const asked = "process.report.getReport().sharedObjects.filter((file) => file.includes('bcrypt')).join()";
    const loaded = `require("/app/node_modules/bcrypt"); console.log(${asked})`;
    for (const name of ["native", "native-minimal"])
      expect(await run(name, ["node", "-e", loaded])).to.match(/musl\.node/);
  });
});

describeOnEngine("an image of the same files in another checkout", function () {
  this.timeout(300_000);
  const stack = new EngineStack("again");
  after(() => stack.remove());

  it("has the same layers, even where nothing is kept between the builds", async () => {
    const folder = (name: string): string => join(stack.folder, "apps", name);
    for (const [at, name] of ["one", "other"].entries()) {
      cpSync(corpusFolder("typescript"), folder(name), { recursive: true });
      utimesSync(join(folder(name), "package.json"), at, at);
    }
    await stack.up(async () => {
      for (const name of ["one", "other"])
        new OptimizedNodeService(
          name,
          { build: { context: folder(name), base: ImageBase.minimal, ...secretFiles }, port: 3000 },
          {
            transforms: [
              ({ type, props, opts }) => {
                if (type !== "docker:index/remoteImage:RemoteImage") return undefined;
                const { build } = props as docker.RemoteImageArgs;
                return { props: { ...props, build: { ...(build as object), noCache: true } }, opts };
              },
            ],
          },
        );
      return Promise.resolve();
    });
    const layers = await Promise.all(
      ["one", "other"].map(async (name) => {
        const { Image } = await engine.getContainer(`${stack.prefix}-${name}`).inspect();
        return (await engine.getImage(Image).inspect()).RootFS.Layers;
      }),
    );
    expect(layers[0]).to.deep.equal(layers[1]);
  });
});
