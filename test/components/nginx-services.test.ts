import { expect } from "chai";
import { CachingNginx, ServiceNetwork, StaticSite } from "plimsoll";
import * as docker from "@pulumi/docker";
import { containerOf, filesOf, run } from "../support/stacks";

describe("StaticSite", () => {
  it("is served with a configuration of its own, which the image doesn't hold", async () => {
    const stack = await run(() => new StaticSite("web", { image: "web:1", port: 4000, singlePage: false }));
    const { "/etc/nginx/plimsoll/nginx.conf": configuration, ...others } = filesOf(stack, "web");
    expect(others).to.deep.equal({});
    expect(configuration).to.include("listen 4000;").and.to.include("=404");
    stack.hasProperties(docker.Container, {
      entrypoints: ["nginx"],
      command: ["-c", "/etc/nginx/plimsoll/nginx.conf", "-g", "daemon off;"],
      stopSignal: "SIGQUIT",
    });
  });

  it("offers a route that it compresses by itself", async () => {
    const { result: site } = await run(() => new StaticSite("web", { image: "web:1" }));
    expect(site.route("/")).to.deep.include({ path: "/", service: "web", port: 3000, compress: false, cache: false });
  });
});

describe("CachingNginx", () => {
  it("keeps its answers in memory, of which the container has enough", async () => {
    const stack = await run(() => {
      const site = new StaticSite("web", { image: "web:1" });
      new CachingNginx("edge", { routes: [{ ...site.route("/"), cache: true }], cacheSize: "48MiB" });
    });
    const { tmpfs, memory } = containerOf(stack, "edge") as { tmpfs: Record<string, string>; memory: number };
    expect(tmpfs["/var/cache/nginx"]).to.equal("rw,nosuid,nodev,noexec,size=52m,mode=0700,uid=101,gid=101");
    expect(memory).to.be.above(52);
    expect(Object.values(filesOf(stack, "edge")).join()).to.include("max_size=48m");
  });

  it("tells its address when it is there, and its configuration as nginx reads it", async () => {
    const { outputs } = await run(() => {
      const site = new StaticSite("web", { image: "web:1" });
      const { url, configuration } = new CachingNginx("edge", { routes: [site.route("/")], publish: 8080 });
      return { url, configuration };
    });
    expect(outputs["url"]).to.equal("http://localhost:8080");
    expect(outputs["configuration"]).to.include("server web:3000 resolve");
  });

  it("does not become another container when its routes change places", async () => {
    const build = (turn: boolean) =>
      run(() => {
        const network = new ServiceNetwork("shop");
        const web = new StaticSite("web", { network, image: "web:1" });
        const docs = new StaticSite("docs", { network, image: "docs:1" });
        const routes = [web.route("/"), docs.route("/docs/")];
        new CachingNginx("edge", { routes: turn ? routes.toReversed() : routes });
      });
    expect(filesOf(await build(true), "edge")).to.deep.equal(filesOf(await build(false), "edge"));
  });
});
