import { expect } from "chai";
import fc from "fast-check";
import { join } from "node:path";
import { edgeConf } from "../../lib/nginx/edge-conf";
import { plainRoute, type Route } from "../../lib/spec/route";
import { tuneEdge } from "../../lib/tuning/nginx";
import { expectFile } from "../support/snapshot";

const route = (path: string, service: string, some: Partial<Route> = {}): Route => ({
  ...plainRoute,
  path,
  service,
  port: 3000,
  ...some,
});
const conf = (routes: Route[], cacheMiB = 32): string =>
  edgeConf({ port: 8080, routes, temporaryMiB: 16, settings: tuneEdge({ memoryMiB: 128, cpus: 0.5, cacheMiB }) });

const api = route("/api/", "api", { cache: true });
const editor = route("/n8n/", "automation", {
  port: 5678,
  stripPrefix: true,
  webSocket: true,
  maxBodyMiB: 200,
  readTimeoutSeconds: 3600,
});
const page = route("/", "frontend", { compress: false });

/** The lines of one location. */
function location(text: string, path: string): string[] {
  const [, body = ""] = text.split(`location ^~ ${path} {\n`);
  return (body.split("}\n")[0] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

describe("the edge's configuration", () => {
  it("is, as a whole, the one that was read", () => {
    expectFile(join(__dirname, "edge.conf"), conf([api, editor, page]));
  });

  it("does not depend on the order of the routes", () => {
    const routes = [api, editor, page, route("/docs/", "api"), route("/api/v2/", "api-2")];
    fc.assert(
      fc.property(fc.shuffledSubarray(routes, { minLength: routes.length }), (shuffled) => {
        expect(conf(shuffled)).to.equal(conf(routes));
      }),
    );
  });

  it("names each upstream once, although two routes lead to it", () => {
    expect(conf([route("/a/", "api"), route("/b/", "api")]).match(/upstream api_3000 \{/g)).to.have.length(1);
  });

  for (const { title, text, has } of [
    { title: "keeps answers where the service asks for it", text: conf([api]), has: true },
    { title: "keeps none where no service asks for it", text: conf([page]), has: false },
    { title: "keeps none where the cache has no room", text: conf([api], 0), has: false },
  ]) {
    it(title, () => {
      expect(text.includes("proxy_cache_path")).to.equal(has);
      expect(text.includes("proxy_cache answers")).to.equal(has);
      expect(text.includes("X-Cache-Status")).to.equal(has);
    });
  }

  it("never answers one client with what another one's credentials brought", () => {
    expect(location(conf([api]), "/api/")).to.include.members([
      "proxy_cache_bypass $has_credentials;",
      "proxy_no_cache $has_credentials;",
    ]);
  });

  it("takes the prefix away only where asked", () => {
    expect(location(conf([editor]), "/n8n/")).to.include("proxy_pass http://automation_5678/;");
    expect(location(conf([api]), "/api/")).to.include("proxy_pass http://api_3000;");
  });

  it("passes WebSockets on only where asked", () => {
    expect(location(conf([editor]), "/n8n/")).to.include("proxy_set_header Connection $connection_upgrade;");
    expect(location(conf([api]), "/api/")).to.include('proxy_set_header Connection "";');
  });

  it("compresses only for services that don't", () => {
    expect(location(conf([page]), "/")).to.include("gzip off;");
    expect(location(conf([api]), "/api/")).not.to.include("gzip off;");
  });

  it("passes on nothing that clients say about themselves", () => {
    for (const path of ["/api/", "/n8n/", "/"]) {
      const lines = location(conf([api, editor, page]), path);
      expect(lines).to.include("proxy_set_header X-Forwarded-For $remote_addr;");
      expect(lines.join(" ")).not.to.match(/proxy_add_x_forwarded_for|\$http_x_/);
    }
  });

  it("allows bodies and silence as each service does", () => {
    expect(location(conf([api, editor]), "/n8n/")).to.include.members([
      "client_max_body_size 200m;",
      "proxy_read_timeout 3600s;",
    ]);
    expect(location(conf([api, editor]), "/api/")).to.include.members([
      "client_max_body_size 1m;",
      "proxy_read_timeout 60s;",
    ]);
  });

  it("lets bodies that could fill the folder in memory pass straight to the service", () => {
    expect(location(conf([editor]), "/n8n/")).to.include("proxy_request_buffering off;");
    expect(location(conf([api]), "/api/")).not.to.include("proxy_request_buffering off;");
  });

  it("has as many closing braces as opening ones", () => {
    const text = conf([api, editor, page]);
    expect(text.split("{").length).to.equal(text.split("}").length);
  });
});
