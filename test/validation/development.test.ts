import { expect } from "chai";
import { Mode, type OptimizedNodeServiceArgs } from "plimsoll";
import { validateNodeService } from "../../lib/validation/node-service";
import { validatePythonService } from "../../lib/validation/python-service";
import { validateStaticSite } from "../../lib/validation/static-site";
import { spoken } from "../support/faults";
import { Folders } from "../support/folders";

describe("what runs in development", () => {
  let folders: Folders;
  before(() => {
    folders = new Folders();
  });
  after(() => {
    folders.remove();
  });

  const manifest = JSON.stringify({ scripts: { dev: "node --watch a.js" }, dependencies: { ms: "2" } });
  const dockerfile = "FROM node:24 AS base\nWORKDIR /srv\nFROM base AS development\nFROM base AS tools\nFROM node:24\n";
  const make = (name: string, files: Record<string, string>): string =>
    folders.make(name, { "package.json": manifest, ...files });
  const node = (args: Partial<OptimizedNodeServiceArgs>) =>
    validateNodeService("api", { port: 3000, mode: Mode.development, ...args });

  for (const [title, args, saying] of [
    [
      "an image, which has no folder",
      { image: "api:1" },
      "mode: development runs the source of a folder, and an image has none; write build in place of image",
    ],
    [
      "another mode",
      { image: "api:1", mode: "debug" as never },
      'mode: "debug" is no mode; write one of "production", "development"',
    ],
    [
      "a debugger in production",
      { image: "api:1", mode: Mode.production, debug: true },
      "debug: whoever reaches a debugger runs what he likes; leave it out, or write mode: Mode.development",
    ],
  ] satisfies [string, Partial<OptimizedNodeServiceArgs>, string][]) {
    it(`refuses ${title}`, () => {
      expect(spoken(node(args).faults)).to.deep.equal([saying]);
    });
  }

  it("says of nothing at all only that it is missing", () => {
    expect(node({}).faults.map(({ path }) => path)).to.deep.equal(["build"]);
  });

  for (const [title, text, target, saying] of [
    [
      "without a stage for it",
      "FROM node:24\n",
      undefined,
      'build.target: Dockerfile has no stage "development" to run the source in; write "FROM ... AS development" into it, or name the stage',
    ],
    [
      "without the stage that is named",
      dockerfile,
      "dev",
      'build.target: Dockerfile has no stage "dev"; write "FROM ... AS development" into it, or name the stage',
    ],
    [
      "whose stage says no folder",
      "FROM node:24 AS dev\n",
      undefined,
      'build.target: the stage "dev" has no WORKDIR that could be read, where the source would be; write one into it, such as "WORKDIR /app"',
    ],
  ] satisfies [string, string, string | undefined, string][]) {
    it(`refuses a Dockerfile ${title}`, () => {
      const context = make("faulty", { Dockerfile: text });
      const build = { context, ...(target === undefined ? {} : { target }) };
      expect(spoken(node({ build }).faults)).to.deep.equal([saying]);
    });
  }

  it("is the stage of a Dockerfile, built anew for its manifests only", () => {
    const context = make("own", { Dockerfile: dockerfile, "package-lock.json": "{}", "a.js": "" });
    const { checked, warnings } = node({ build: { context }, debug: true });
    expect(checked.image).to.deep.equal({
      build: {
        context,
        dockerfile: "Dockerfile",
        target: "development",
        deciding: ["Dockerfile", "package-lock.json", "package.json"],
      },
    });
    expect(checked.live).to.deep.equal({
      source: { folder: context, path: "/srv", readOnly: true, own: ["node_modules"] },
      command: undefined,
      environment: {},
    });
    expect(spoken(warnings)).to.deep.equal([
      "debug: the Dockerfile's own command is run, to which no flag can be added; start it there with --inspect=0.0.0.0:9229",
    ]);
  });

  it("is told how Python lets a debugger in", () => {
    const context = make("python", { Dockerfile: dockerfile });
    const args = { port: 8000, mode: Mode.development, debug: true, build: { context } } as const;
    const { checked, warnings } = validatePythonService("api", args);
    expect(checked.live?.source).to.include({ path: "/srv", readOnly: true });
    expect(spoken(warnings)).to.deep.equal([
      "debug: the Dockerfile's own command is run, to which no flag can be added; start it there with python -m debugpy --listen 0.0.0.0:5678",
    ]);
  });

  it("is another stage where one is named", () => {
    const context = make("named", { Dockerfile: dockerfile });
    const { image } = node({ build: { context, target: "tools" } }).checked;
    expect("build" in image && image.build.target).to.equal("tools");
  });

  it("refuses a page in an image too", () => {
    expect(spoken(validateStaticSite("web", { image: "web:1", mode: Mode.development }).faults)).to.deep.equal([
      "mode: development runs the source of a folder, and an image has none; write build in place of image",
    ]);
  });
});
