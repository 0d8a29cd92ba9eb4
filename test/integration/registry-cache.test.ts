import { expect } from "chai";
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OptimizedNodeService, RegistryCache, ServiceNetwork } from "plimsoll";
import { pinnedImages } from "../../lib/images/pinned";
import { corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { freePort } from "../support/free-port";
import { describeOnEngine, docker, EngineStack, inOrder, type Outcome } from "../support/engine";

/** What npm and tsc say in a build's log when they run. */
const installed = /added \d+ packages/;
const compiled = /> tsc/;
const pulled = /Downloaded newer image|up to date/;

const manifestTypes = "application/vnd.docker.distribution.manifest.v2+json";

/** What the registry on this host answers. */
const ask = (port: number, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/v2/${path}`, { ...init, headers: { accept: manifestTypes } });

/** Pushes an image that is here under another name; what the registry said at last. */
async function push(port: number, name: string, image: string = pinnedImages.registry): Promise<string> {
  const repo = `127.0.0.1:${port}/${name}`;
  await docker.getImage(image).tag({ repo, tag: "1" });
  try {
    return await told(await docker.getImage(`${repo}:1`).push({ authconfig: { username: "", password: "" } }));
  } finally {
    await docker.getImage(`${repo}:1`).remove();
  }
}

/** Pulls an image and removes its name again. */
async function pull(port: number, name: string): Promise<string> {
  const image = `127.0.0.1:${port}/${name}:1`;
  const end = await told((await docker.pull(image)) as NodeJS.ReadableStream);
  await docker
    .getImage(image)
    .remove()
    .catch(() => undefined);
  return end;
}

/** What a transfer said at last, or why it failed. */
const told = (stream: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve) => {
    docker.modem.followProgress(stream, (broken, lines: { status?: string; error?: string }[] | null) =>
      resolve([broken?.message, ...(lines ?? []).map(({ error, status }) => error ?? status)].findLast(Boolean) ?? ""),
    );
  });

describeOnEngine("RegistryCache", function () {
  this.timeout(300_000);
  inOrder();
  const stack = new EngineStack("registry");
  let ports: { cache: number; upstream: number; mirror: number };

  const program = async (): Promise<void> => {
    const network = new ServiceNetwork("registries");
    new RegistryCache("cache", { network, publish: ports.cache });
    new RegistryCache("upstream", { network, publish: ports.upstream });
    new RegistryCache("mirror", { network, publish: ports.mirror, upstream: "http://upstream:5000" });
    return Promise.resolve();
  };

  const digestOf = async (name: string): Promise<string> =>
    (await ask(ports.cache, `${name}/manifests/1`)).headers.get("docker-content-digest") ?? "";

  before(async () => {
    ports = { cache: await freePort(), upstream: await freePort(), mirror: await freePort() };
  });
  after(() => stack.remove());

  it("is healthy, and left alone by the next preview", async () => {
    const { steps } = await stack.up(program);
    expect(steps["cache-container"]).to.equal("create");
    expect((await stack.preview(program)).steps).to.deep.equal({});
    expect((await stack.preview(program, { refresh: true })).steps).to.deep.equal({});
  });

  it("runs as nobody, on this host alone, with no volume but its own", async () => {
    const { Config, HostConfig, Mounts } = await docker.getContainer(`${stack.prefix}-cache`).inspect();
    expect(Config.User).to.equal("1000:1000");
    expect(HostConfig.ReadonlyRootfs).to.equal(true);
    expect(HostConfig.PortBindings).to.deep.equal({
      "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: String(ports.cache) }],
    });
    expect(Mounts.filter(({ Type }) => Type === "volume").map(({ Destination }) => Destination)).to.have.members([
      "/run/secrets",
      "/var/tmp",
    ]);
  });

  it("takes an image, gives it back, and deletes nothing", async () => {
    expect(await push(ports.cache, "kept")).to.match(/digest: sha256/);
    expect(await pull(ports.cache, "kept")).to.match(pulled);
    const digest = await digestOf("kept");
    expect((await ask(ports.cache, `kept/manifests/${digest}`, { method: "DELETE" })).status).to.equal(405);
    expect((await ask(ports.cache, "kept/manifests/1", { method: "DELETE" })).status).to.equal(405);
  });

  it("as a mirror gives an image that it never held, and takes none", async () => {
    await push(ports.upstream, "shop/api");
    expect(await pull(ports.mirror, "shop/api")).to.match(pulled);
    expect((await ask(ports.mirror, "shop/own/blobs/uploads/", { method: "POST" })).status).to.equal(405);
  });

  it("as a mirror gives what it fetched, also when the upstream has lost it", async () => {
    await docker.getContainer(`${stack.prefix}-upstream`).stop();
    expect(await pull(ports.mirror, "shop/api")).to.match(pulled);
    await docker.getContainer(`${stack.prefix}-upstream`).start();
  });

  it("keeps its data over destroy and up, but for what no tag refers to", async () => {
    const replaced = await digestOf("kept");
    await push(ports.cache, "kept", pinnedImages.nginx);
    await stack.destroy();
    await stack.up(program);
    expect(await digestOf("kept")).to.not.be.oneOf(["", replaced]);
    expect((await ask(ports.cache, `kept/manifests/${replaced}`)).status).to.equal(404);
    expect(await pull(ports.cache, "kept")).to.match(pulled);
    expect((await stack.preview(program)).steps).to.deep.equal({});
  });
});

/** Its types know no options. */
type Prune = (options: { all: boolean; filters: Record<string, string[]> }) => Promise<unknown>;

/** What BuildKit keeps of builds on this engine, by id. */
async function buildCache(): Promise<Set<string>> {
  const { BuildCache } = (await docker.df()) as { BuildCache: { ID: string }[] | null };
  return new Set((BuildCache ?? []).map(({ ID }) => ID));
}

describeOnEngine("RegistryCache, for builds", function () {
  this.timeout(600_000);
  inOrder();
  const stack = new EngineStack("layers");
  const folder = join(stack.folder, "app");
  let ports: { cache: number; api: number };
  let known: Set<string>;

  const program = async (): Promise<void> => {
    const cache = new RegistryCache("cache", { publish: ports.cache });
    const build = { context: folder, cache, ...secretFiles };
    new OptimizedNodeService("api", { build, port: 3000, publish: ports.api, memory: "256MiB" });
    return Promise.resolve();
  };
  const logFile = (name: string): string => join(tmpdir(), "plimsoll-builds", `${stack.prefix}-${name}.log`);
  const logOf = (name: string): string => readFileSync(logFile(name), "utf8");
  /** The provider appends to the log of the build before. */
  const built = (): Promise<Outcome> => {
    for (const name of ["api-dependencies", "api"]) rmSync(logFile(name), { force: true });
    return stack.up(program);
  };
  const edit = (word: string): void =>
    appendFileSync(join(folder, "src", "server.ts"), `\nexport const ${word} = "${word}";\n`);

  /** As after `docker builder prune`, for what came since the suite began. */
  async function forget(): Promise<void> {
    const since = [...(await buildCache())].filter((id) => !known.has(id));
    for (const id of since) await (docker.pruneBuilder as Prune).call(docker, { all: true, filters: { id: [id] } });
  }

  before(async () => {
    ports = { cache: await freePort(), api: await freePort() };
    cpSync(corpusFolder("typescript"), folder, { recursive: true });
    // Manifests that nobody else builds with.
    const file = join(folder, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...manifest, overrides: { [`none-${stack.name}`]: "1.0.0" } }));
    known = await buildCache();
  });
  after(() => stack.remove());

  it("keeps the image's layers and those of the stage that installs", async () => {
    await built();
    expect(logOf("api-dependencies")).to.match(installed);
    const tags = await (await ask(ports.cache, `${stack.prefix}-api/tags/list`)).json();
    expect(tags).to.deep.equal({ name: `${stack.prefix}-api`, tags: ["dependencies", "image"] });
    expect((await stack.preview(program)).steps).to.deep.equal({});
  });

  it("leaves no second name on the engine", async () => {
    const names = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    expect(names.filter((name) => name.startsWith(`127.0.0.1:${ports.cache}/`))).to.deep.equal([]);
  });

  it("an edit of the source leaves what is installed alone", async () => {
    edit("first");
    const { steps } = await built();
    expect(steps["api-image"]).to.match(/replace/);
    expect(steps).not.to.have.property("api-dependencies");
  });

  it("gives an engine that has forgotten everything all layers back", async () => {
    await stack.destroy();
    await forget();
    await built();
    for (const name of ["api-dependencies", "api"]) expect(logOf(name), name).not.to.match(installed);
    expect(logOf("api")).not.to.match(compiled);
  });

  it("and after an edit it compiles, and installs nothing", async () => {
    await stack.destroy();
    await forget();
    edit("second");
    await built();
    for (const name of ["api-dependencies", "api"]) expect(logOf(name), name).not.to.match(installed);
    expect(logOf("api")).to.match(compiled);
  });

  it("that is lost makes a build slower, and fails nothing", async () => {
    await docker.getContainer(`${stack.prefix}-cache`).stop();
    edit("third");
    const { said } = await built();
    expect(said).to.match(/The layers of .*-api:[0-9a-f]+ are not kept as 127.0.0.1:\d+\/.*-api:image: .*refused/);
    expect((await fetch(`http://127.0.0.1:${ports.api}/health`)).status).to.equal(200);
    expect((await stack.preview(program)).steps).to.deep.equal({});
  });
});
