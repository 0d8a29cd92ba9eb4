import { expect } from "chai";
import type { CachingNginxArgs } from "../../lib/components/caching-nginx";
import { pinnedImages } from "../../lib/images/pinned";
import { plainRoute, type Route } from "../../lib/spec/route";
import { validateCachingNginx } from "../../lib/validation/caching-nginx";
import { acceptances, refusals } from "../support/faults";

const route = (path: string, service = "api"): Route => ({ ...plainRoute, path, service, port: 3000 });
const validate = (args: Partial<CachingNginxArgs>) => validateCachingNginx("edge", { routes: [route("/")], ...args });
const pinned = `write an official image of 1.30 or newer with its version, such as "${pinnedImages.nginx}"`;
const pathForm = "write one that begins with a slash, of letters, digits and . _ ~ -";

describe("the arguments of CachingNginx", () => {
  refusals(validate, [
    {
      refuses: "no routes",
      args: { routes: undefined as never },
      saying: 'routes: is empty; write at least one, such as frontend.route("/")',
    },
    {
      refuses: "an empty list of routes",
      args: { routes: [] },
      saying: 'routes: is empty; write at least one, such as frontend.route("/")',
    },
    {
      refuses: "a route without its last slash",
      args: { routes: [route("/"), route("/api")] },
      saying: 'routes[1].path: "/api" does not end with a slash; write "/api/"',
    },
    {
      refuses: "a route without its first slash",
      args: { routes: [route("api/")] },
      saying: `routes[0].path: "api/" is not a path; ${pathForm}`,
    },
    {
      refuses: "a route that would end its block",
      args: { routes: [route("/a { } location /b/")] },
      saying: `routes[0].path: "/a { } location /b/" is not a path; ${pathForm}`,
    },
    {
      refuses: "two services on one path",
      args: { routes: [route("/"), route("/", "web")] },
      saying: 'routes[1].path: "/" leads to "api" already; give each service a path of its own',
    },
    {
      refuses: "more cache than half of memory",
      args: { memory: "128m", cacheSize: "93m" },
      saying:
        'cacheSize: "93m" and the fewest connections take 130 MiB, memory is 128MiB; ' +
        'write "91MiB" or less, or raise memory, or write acknowledge: ["memory"]',
    },
    {
      refuses: "a misspelt cache",
      args: { cacheSize: "32MB" },
      saying: 'cacheSize: "32MB" is not a memory size; write a size with its unit, such as "512MiB", "2GiB" or "512m"',
    },
    {
      refuses: "an image without a version",
      args: { image: "nginx" },
      saying: `image: "nginx" carries no version; ${pinned}`,
    },
    {
      refuses: "an image that moves",
      args: { image: "nginx:alpine" },
      saying: `image: "nginx:alpine" carries no version; ${pinned}`,
    },
    {
      refuses: "nginx 1.29",
      args: { image: "nginx:1.29.8-alpine" },
      saying: `image: nginx 1.29 is older than 1.30; ${pinned}`,
    },
    { refuses: "nginx 0.8", args: { image: "nginx:0.8" }, saying: `image: nginx 0.8 is older than 1.30; ${pinned}` },
    {
      refuses: "an image without the program of its health check",
      args: { image: "nginx:1.30.6" },
      saying: `image: "nginx:1.30.6" is not of the alpine kind, whose wget the health check uses; ${pinned}`,
    },
  ]);

  acceptances(validate, [
    ["one route", {}],
    ["the largest cache", { memory: "128m", cacheSize: "64m" }],
    ["nginx 2", { image: "nginx:2.0.0-alpine" }],
    ["one service on two paths", { routes: [route("/a/"), route("/b/")] }],
  ]);

  it("does not measure a cache by a memory that was not understood", () => {
    expect(validate({ memory: "lots", cacheSize: "1g" }).faults.map(({ path }) => path)).to.deep.equal(["memory"]);
  });

  for (const { args, url } of [
    { args: {}, url: "http://edge:8080" },
    { args: { publish: 80 }, url: "http://localhost:80" },
    { args: { publish: 8080, publishAddress: "0.0.0.0" }, url: "http://localhost:8080" },
    { args: { publish: 8080, publishAddress: "192.0.2.7" }, url: "http://192.0.2.7:8080" },
    { args: { publish: 8080, publishAddress: "fd00::7" }, url: "http://[fd00::7]:8080" },
    { args: { publish: 8080, publishAddress: "::" }, url: "http://localhost:8080" },
  ]) {
    it(`is reached at ${url} with ${JSON.stringify(args)}`, () => {
      expect(validate(args).checked.url).to.equal(url);
    });
  }
});
