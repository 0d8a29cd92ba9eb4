import type * as docker from "@pulumi/docker";
import { expect } from "chai";
import { cpSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ImageBase, OptimizedNodeService } from "plimsoll";
import { corpusFolder } from "../support/applications";
import { describeCorpus, nodeService, secretFiles, type CorpusApplication } from "../support/corpus-suite";
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

describe("images of Node services", () => {
  let removeDistroless = (): Promise<void> => Promise.resolve();
  before(async function () {
    this.timeout(120_000);
    removeDistroless = await provideDistroless();
  });
  after(() => removeDistroless());

  describeCorpus("on other bases", applications, (suite) => {
    const run = async (name: string, Cmd: string[], Env: string[] = []): Promise<string> => {
      const container = engine.getContainer(`${suite.stack.prefix}-${name}`);
      const exec = await container.exec({ Cmd, Env, AttachStdout: true, AttachStderr: true, Tty: true });
      const said: Buffer[] = [];
      for await (const chunk of await exec.start({ Tty: true })) said.push(chunk as Buffer);
      return Buffer.concat(said).toString();
    };

    it("have no shell where they promise none", async () => {
      for (const name of ["express-minimal", "native-minimal", "express-distroless"] as const)
        expect(await run(name, ["/bin/sh", "-c", "echo there"]), name).to.match(/no such file/);
      expect(await run("express-one-file", ["/bin/sh", "-c", "echo there"])).to.include("there");
    });

    it("start from what was compiled in the build", async () => {
      for (const [name, file] of [
        ["typescript-one-file", "/app/dist/server.js"],
        ["express-one-file", "/app/server.js"],
      ] as const) {
        const command = ["node", "-e", `import("${file}").then(() => process.exit())`];
        const said = await run(name, command, ["PORT=0", "NODE_DEBUG_NATIVE=COMPILE_CACHE"]);
        expect(said, name).to.match(new RegExp(`cache for .*${file}.* was accepted`));
      }
    });
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
