import { expect } from "chai";
import { CachingNginx, ServiceNetwork, StaticSite } from "plimsoll";
import { record, settled, valueOf, begin, type Recording } from "../support/mocks";

const uploads = (recording: Recording, name: string): { file: string; content: string }[] =>
  recording.named(name).inputs["uploads"] as { file: string; content: string }[];

describe("StaticSite", () => {
  it("is served with a configuration of its own, which the image doesn't hold", async () => {
    const recording = await record(() => new StaticSite("web", { image: "web:1", port: 4000, singlePage: false }));
    const [file, ...others] = uploads(recording, "web-files");
    expect(others).to.deep.equal([]);
    expect(file?.file).to.equal("/etc/nginx/plimsoll/nginx.conf");
    expect(file?.content).to.include("listen 4000;").and.to.include("=404");
    expect(recording.named("web-container").inputs).to.deep.include({
      entrypoints: ["nginx"],
      command: ["-c", "/etc/nginx/plimsoll/nginx.conf", "-g", "daemon off;"],
      stopSignal: "SIGQUIT",
    });
  });

  it("offers a route that it compresses by itself", async () => {
    await begin();
    const site = new StaticSite("web", { image: "web:1" });
    expect(site.route("/")).to.deep.include({ path: "/", service: "web", port: 3000, compress: false, cache: false });
  });
});

describe("CachingNginx", () => {
  it("keeps its answers in memory, of which the container has enough", async () => {
    const recording = await record(() => {
      const site = new StaticSite("web", { image: "web:1" });
      new CachingNginx("edge", { routes: [{ ...site.route("/"), cache: true }], cacheSize: "48MiB" });
    });
    const { tmpfs, memory } = recording.named("edge-container").inputs as {
      tmpfs: Record<string, string>;
      memory: number;
    };
    expect(tmpfs["/var/cache/nginx"]).to.equal("rw,nosuid,nodev,noexec,size=52m,mode=0700,uid=101,gid=101");
    expect(memory).to.be.above(52);
    expect(uploads(recording, "edge-files")[0]?.content).to.include("max_size=48m");
  });

  it("tells its address when it is there, and its configuration as nginx reads it", async () => {
    await begin();
    const site = new StaticSite("web", { image: "web:1" });
    const edge = new CachingNginx("edge", { routes: [site.route("/")], publish: 8080 });
    await settled();
    expect(await valueOf(edge.url)).to.equal("http://localhost:8080");
    expect(edge.configuration).to.include("server web:3000 resolve");
  });

  it("does not become another container when its routes change places", async () => {
    const build = (turn: boolean): Promise<Recording> =>
      record(() => {
        const network = new ServiceNetwork("shop");
        const web = new StaticSite("web", { network, image: "web:1" });
        const docs = new StaticSite("docs", { network, image: "docs:1" });
        const routes = [web.route("/"), docs.route("/docs/")];
        new CachingNginx("edge", { routes: turn ? routes.toReversed() : routes });
      });
    expect((await build(true)).named("edge-files").inputs).to.deep.equal(
      (await build(false)).named("edge-files").inputs,
    );
  });
});
