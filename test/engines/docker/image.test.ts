import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OptimizedNodeService, type BuildArgs } from "plimsoll";
import { Folders } from "../../support/folders";
import { run } from "../../support/stacks";

describe("an image", () => {
  let folders: Folders;
  let context: string;
  before(() => {
    folders = new Folders();
    context = folders.make("api", {
      Dockerfile: "FROM scratch",
      "Other.Dockerfile": "FROM scratch",
      "main.js": "1",
      "ca.pem": "",
    });
  });
  after(() => {
    folders.remove();
  });

  async function built(build: Partial<BuildArgs>, files = {}) {
    folders.make("api", { "main.js": "1", ...files });
    const stack = await run(() => new OptimizedNodeService("api", { build: { context, ...build }, port: 3000 }));
    return stack.resource(docker.RemoteImage, "api-image");
  }

  it("that is taken by name stays on the engine, where others may use it", async () => {
    const stack = await run(() => new OptimizedNodeService("api", { image: "node:24", port: 3000 }));
    expect(stack.resource(docker.RemoteImage, "api-image").inputs).to.deep.equal({
      name: "node:24",
      keepLocally: true,
    });
  });

  it("that is built carries the hash of its context in trigger and tag, and goes with its last container", async () => {
    const { inputs } = await built({});
    const { context: hash } = inputs["triggers"] as { context: string };
    expect(hash).to.match(/^[0-9a-f]{12}$/);
    expect(inputs).to.include({ name: `shop-test-api:${hash}`, keepLocally: false });
  });

  it("that is built writes its log to a file, because the provider reports only an exit code", async () => {
    const { inputs } = await built({});
    expect((inputs["build"] as { buildLogFile: string }).buildLogFile).to.match(/shop-test-api\.log$/);
  });

  it("is built again when its context changes", async () => {
    expect((await built({}, { "main.js": "2" })).inputs["name"]).not.to.equal((await built({})).inputs["name"]);
  });

  for (const { title, build } of [
    { title: "another target", build: { target: "production" } },
    { title: "another argument", build: { args: { VERSION: "2" } } },
    { title: "another Dockerfile", build: { dockerfile: "Other.Dockerfile" } },
  ]) {
    // The provider replaces the image on any change of the build; under the tag of before it would then fail to remove it.
    it(`gets another tag with ${title}`, async () => {
      expect((await built(build)).inputs["name"]).not.to.equal((await built({})).inputs["name"]);
    });
  }

  it("gets another tag with another build secret", async () => {
    const secretFiles = { ca: `${context}/ca.pem` };
    expect((await built({ secretFiles })).inputs["name"]).not.to.equal((await built({})).inputs["name"]);
  });

  it("doesn't depend on the order of its arguments", async () => {
    const one = await built({
      args: { A: "1", B: "2" },
      secretFiles: { a: `${context}/ca.pem`, b: `${context}/ca.pem` },
    });
    const other = await built({
      secretFiles: { b: `${context}/ca.pem`, a: `${context}/ca.pem` },
      args: { B: "2", A: "1" },
    });
    expect(one.inputs).to.deep.equal(other.inputs);
  });

  describe("of a folder without a Dockerfile", () => {
    const app = { "package.json": '{ "main": "server.js" }', "server.js": "1", "notes.log": "" };

    beforeEach(() => rmSync(folders.make("made", {}), { recursive: true }));

    async function made(files: Record<string, string> = {}, build: Partial<BuildArgs> = {}) {
      const folder = folders.make("made", { ...app, ...files });
      const stack = await run(
        () => new OptimizedNodeService("api", { build: { context: folder, ...build }, port: 3000 }),
      );
      return stack.resource(docker.RemoteImage, "api-image").inputs as { name: string; build: { context: string } };
    }

    it("is built from a folder of its own, which no run under mocks writes", async () => {
      const { build } = await made();
      expect(build.context).to.equal(join(tmpdir(), "plimsoll-builds", "shop-test-api"));
      expect(existsSync(build.context)).to.equal(false);
    });

    for (const [title, files, build] of [
      ["a file", { "server.js": "2" }, {}],
      ["what is installed", { "package.json": '{ "main": "server.js", "dependencies": { "ms": "2" } }' }, {}],
      ["the Node it asks for", { ".nvmrc": "22" }, {}],
      ["a build argument", {}, { args: { A: "1" } }],
    ] as const) {
      it(`gets another tag when ${title} changes`, async () => {
        const before = await made();
        expect((await made(files, build)).name).not.to.equal(before.name);
      });
    }

    it("keeps its tag when a file changes that is not sent", async () => {
      expect((await made({ "notes.log": "more" })).name).to.equal((await made()).name);
    });
  });
});
