import { expect } from "chai";
import fc from "fast-check";
import { edgeConf } from "../../lib/nginx/edge-conf";
import { staticSiteConf } from "../../lib/nginx/static-site-conf";
import { plainRoute, type Route } from "../../lib/spec/route";
import { nginxTemporaryMiB, tuneEdge, tuneSite } from "../../lib/tuning/nginx";
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
