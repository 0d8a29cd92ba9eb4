import { expect } from "chai";
import fc from "fast-check";
import { edgeConf } from "../../lib/nginx/edge-conf";
import { staticSiteConf } from "../../lib/nginx/static-site-conf";
import { plainRoute, type Route } from "../../lib/spec/route";
import { nginxTemporaryMiB, tuneEdge, tuneSite } from "../../lib/tuning/nginx";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pinnedImages } from "../../lib/images/pinned";
import { docker } from "../support/container";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

interface Tree {
  folder: string;
  version: string;
}
const { provideNginx, nginxTests } = tool("oracles/nginx") as {
  provideNginx: () => Promise<Tree[]>;
  nginxTests: (tree: Tree, conf: string) => Promise<{ code: number; said: string }>;
};

const limits = fc.record({
  memoryMiB: fc.integer({ min: 32, max: 8192 }),
  cpus: fc.integer({ min: 1, max: 1600 }).map((hundredths) => hundredths / 100),
});
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const path = fc
  .array(fc.stringMatching(/^[\w.~-]{1,8}$/), { maxLength: 3 })
  .map((parts) => ["", ...parts, ""].join("/"));
const port = fc.integer({ min: 1, max: 65_535 });

const route: fc.Arbitrary<Route> = fc
  .record({
    path,
    service: name,
    port,
    stripPrefix: fc.boolean(),
    webSocket: fc.boolean(),
    maxBodyMiB: fc.integer({ min: 1, max: 4096 }),
    readTimeoutSeconds: fc.integer({ min: 1, max: 86_400 }),
    cache: fc.boolean(),
    compress: fc.boolean(),
  })
  .map((some) => ({ ...plainRoute, ...some }));

const edge = fc
  .tuple(
    limits,
    fc.uniqueArray(route, { minLength: 1, maxLength: 6, selector: (some) => some.path }),
    fc.double({ min: 0, max: 0.5, noNaN: true }),
  )
  .map(([given, routes, share]) => {
    const cacheMiB = Math.floor(given.memoryMiB * share);
    const temporaryMiB = nginxTemporaryMiB(given);
    return edgeConf({ port: 8080, routes, temporaryMiB, settings: tuneEdge({ ...given, cacheMiB }) });
  });

const site = fc.tuple(limits, path, path, fc.boolean()).map(([given, root, hashedPath, singlePage]) =>
  staticSiteConf({
    port: 3000,
    root,
    hashedPath: hashedPath === "/" ? "/assets/" : hashedPath,
    singlePage,
    settings: tuneSite(given),
  }),
);

/** Each configuration passes, without a warning. */
async function expectAccepted(tree: Tree, confs: string[]): Promise<void> {
  for (const conf of confs) {
    const { code, said } = await nginxTests(tree, conf);
    const others = said.split("\n").filter((line) => line !== "" && !/syntax is ok|test is successful/.test(line));
    expect({ code, others }, conf).to.deep.equal({ code: 0, others: [] });
  }
}

describe("the real nginx", function () {
  this.timeout(120_000);
  const trees = oracle("nginx of Debian 12, 13 and the coming one", provideNginx);
  const newest = (): Tree => trees().at(-1) as Tree;

  it("is what it is taken for: the oldest in use, and the first that edges may have", () => {
    expect(trees().map(({ version }) => /^\d+\.\d+/.exec(version)?.[0])).to.deep.equal(["1.22", "1.26", "1.30"]);
  });

  it("takes the configuration of every edge, without a warning", async () => {
    await expectAccepted(newest(), fc.sample(edge, { numRuns: 80, seed: 1 }));
  });

  it("takes the configuration of every site, whichever version the image has", async () => {
    for (const tree of trees()) await expectAccepted(tree, fc.sample(site, { numRuns: 40, seed: 1 }));
  });

  it("refuses an edge's configuration below 1.30: services could not be found again", async () => {
    const [conf = ""] = fc.sample(edge, { numRuns: 1, seed: 1 });
    for (const tree of trees().slice(0, 2)) {
      const { code, said } = await nginxTests(tree, conf);
      expect(code, tree.version).to.equal(1);
      expect(said).to.include('invalid parameter "resolve"');
    }
  });

  for (const [what, broken] of [
    [
      "a worker's connections that are no number",
      (conf: string) => conf.replace(/worker_connections \d+/, "worker_connections many"),
    ],
    ["two locations of one path", (conf: string) => conf.replace(/( {4}location \^~ [\s\S]*?\n {4}}\n)/, "$1$1")],
    ["a directive that there is not", (conf: string) => conf.replace("server_tokens off;", "server_token off;")],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const [conf = ""] = fc.sample(edge, { numRuns: 1, seed: 1 });
      const wrong = broken(conf);
      expect(wrong).not.to.equal(conf);
      expect((await nginxTests(newest(), wrong)).code).to.equal(1);
    });
  }
});

/** Answers with the number of bytes it got. */
const counter =
  'require("http").createServer((q,r)=>{let n=0;q.on("data",(d)=>n+=d.length).on("end",()=>r.end(String(n)))}).listen(3000)';

/** Posts a body through an edge of 128 MiB with this configuration, in a network of its own; status and answer. */
async function posted(conf: string, bytes: number): Promise<{ status: number; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-edge-"));
  const name = `plimsoll-oracle-${process.pid}`;
  writeFileSync(join(folder, "nginx.conf"), conf, { mode: 0o644 });
  const network = await docker.createNetwork({ Name: name });
  const common = { NetworkMode: name };
  const service = await docker.createContainer({
    Image: pinnedImages.node,
    Cmd: ["node", "-e", counter],
    NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: ["api"] } } },
    HostConfig: common,
  });
  const edge = await docker.createContainer({
    Image: pinnedImages.nginx,
    Entrypoint: ["nginx"],
    Cmd: ["-c", "/run/conf", "-g", "daemon off;"],
    User: "101:101",
    HostConfig: {
      ...common,
      Memory: 128 * 1_048_576,
      ReadonlyRootfs: true,
      Binds: [`${join(folder, "nginx.conf")}:/run/conf:ro`],
      Tmpfs: { "/tmp": "size=16m,mode=1777", "/var/cache/nginx": "size=36m,uid=101" },
    },
  });
  try {
    for (const container of [service, edge]) await container.start();
    const { NetworkSettings } = await edge.inspect();
    const url = `http://${NetworkSettings.Networks[name]?.IPAddress}:8080/`;
    for (let attempt = 0; attempt < 100; attempt++) {
      const ready = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) break;
      await wait(100);
    }
    const answer = await fetch(url, { method: "POST", body: Buffer.alloc(bytes), signal: AbortSignal.timeout(30_000) });
    return { status: answer.status, said: await answer.text() };
  } finally {
    for (const container of [service, edge]) await container.remove({ force: true });
    await network.remove();
    rmSync(folder, { recursive: true });
  }
}

describe("nginx in a container", function () {
  this.timeout(120_000);
  oracle("an engine with the pinned images", async () => {
    for (const image of [pinnedImages.nginx, pinnedImages.node]) await docker.getImage(image).inspect();
  });

  const route: Route = { ...plainRoute, path: "/", service: "api", port: 3000, maxBodyMiB: 200 };
  const settings = tuneEdge({ memoryMiB: 128, cpus: 0.5, cacheMiB: 32 });
  const conf = edgeConf({ port: 8080, routes: [route], temporaryMiB: 16, settings });

  it("hands a body to its service that is four times as large as the folder in memory", async () => {
    expect(await posted(conf, 64_000_000)).to.deep.equal({ status: 200, said: "64000000" });
  });

  it("would fail it if it collected it first", async () => {
    expect((await posted(conf.replace("proxy_request_buffering off;", ""), 64_000_000)).status).to.equal(500);
  });
});
