import * as docker from "@pulumi/docker";
import { expect, use } from "chai";
import { CachingNginx, Mode, OptimizedNodeService, OptimizedPythonService, StaticSite } from "plimsoll";
import { plimsollChai } from "plimsoll/testing/chai";
import { corpusFolder } from "../support/applications";
import { containerOf, envsOf, run } from "../support/stacks";

use(plimsollChai);

const live = (name: string) => ({ build: { context: corpusFolder(name) }, mode: Mode.development });

describe("a service in development", () => {
  it("runs the folder's source, read-only, with modules of its own", async () => {
    const stack = await run(
      () => new OptimizedNodeService("api", { ...live("express"), port: 3000, debug: 9300, publish: 80 }),
    );
    const { command, mounts, volumes, readOnly, ports } = containerOf(stack, "api");
    expect(command).to.deep.equal(["node_modules/.bin/nodemon", "--inspect=0.0.0.0:9229", "server.js"]);
    expect(mounts).to.deep.equal([{ type: "bind", source: corpusFolder("express"), target: "/app", readOnly: true }]);
    expect(volumes).to.have.length(1);
    expect((volumes as { containerPath: string }[])[0]).to.include({
      containerPath: "/app/node_modules",
      readOnly: false,
    });
    expect(readOnly).to.equal(true);
    expect(ports).to.deep.equal([
      { internal: 3000, external: 80, ip: "127.0.0.1", protocol: "tcp" },
      { internal: 9229, external: 9300, ip: "127.0.0.1", protocol: "tcp" },
    ]);
    expect(envsOf(stack, "api")).to.include("NODE_ENV=development");
  });

  it("names its modules' volume by the image, and keeps it no longer than the stack", async () => {
    const stack = await run(() => new OptimizedNodeService("api", { ...live("express"), port: 3000 }));
    const [image] = stack.all(docker.RemoteImage);
    const tag = String(image?.inputs["name"]).split(":")[1];
    const [volume] = stack.all(docker.Volume);
    expect(volume?.inputs["name"]).to.equal(`shop-test-api-node-modules-${tag}`);
    expect(volume?.options.retainOnDelete ?? false).to.equal(false);
  });

  it("is waited for by the edge while a debugger holds it, and none of its answers is kept", async () => {
    const { result: api } = await run(() => new OptimizedNodeService("api", { ...live("express"), port: 3000 }));
    expect(api.route("/api/")).to.include({ webSocket: true, cache: false, readTimeoutSeconds: 3600 });
  });

  it("keeps every rule of hardening", async () => {
    const stack = await run(() => new OptimizedNodeService("api", { ...live("express"), port: 3000, debug: true }));
    expect(stack).to.be.hardened();
  });

  it("refuses a second debugger on the same port", async () => {
    const second = run(() => {
      new OptimizedNodeService("api", { ...live("express"), port: 3000, debug: true });
      new OptimizedNodeService("jobs", { ...live("express"), port: 3000, debug: true });
    });
    expect(await second.catch(String)).to.include("9229");
  });

  it("has no mount in production", async () => {
    const stack = await run(
      () => new OptimizedNodeService("api", { build: { context: corpusFolder("express") }, port: 3000 }),
    );
    expect(containerOf(stack, "api")).not.to.have.any.keys("mounts", "command");
  });
});

describe("a Python service in development", () => {
  const api = { ...live("python-fastapi"), port: 8000 };

  it("runs the folder's source, read-only, by one worker that is started anew", async () => {
    const stack = await run(() => new OptimizedPythonService("api", { ...api, cpus: 2, workers: 2, debug: true }));
    const { command, mounts, readOnly, ports } = containerOf(stack, "api");
    expect((command as string[])[0]).to.equal("/opt/watcher/bin/watchfiles");
    expect(mounts).to.deep.equal([
      { type: "bind", source: corpusFolder("python-fastapi"), target: "/app", readOnly: true },
    ]);
    expect(stack.all(docker.Volume)).to.deep.equal([]);
    expect(readOnly).to.equal(true);
    expect(ports).to.deep.equal([{ internal: 5678, external: 5678, ip: "127.0.0.1", protocol: "tcp" }]);
    expect(envsOf(stack, "api")).to.include.members(["UVICORN_WORKERS=1", "PYTHONPATH=/opt/debugger"]);
    expect(envsOf(stack, "api").filter((one) => one.startsWith("UVICORN_LIMIT_MAX"))).to.deep.equal([]);
    expect(stack).to.be.hardened();
  });

  it("names its port in the command of Django's own server", async () => {
    const django = { ...live("python-django"), port: 9000 };
    const stack = await run(() => new OptimizedPythonService("shop", django));
    expect(containerOf(stack, "shop").command).to.include("python manage.py runserver --noreload '0.0.0.0:9000'");
    expect(envsOf(stack, "shop").filter((one) => one.startsWith("GUNICORN"))).to.deep.equal([]);
  });

  it("is waited for by the edge while a debugger holds it, and none of its answers is kept", async () => {
    const { result } = await run(() => new OptimizedPythonService("api", api));
    expect(result.route("/api/")).to.include({ webSocket: true, cache: false, readTimeoutSeconds: 3600 });
  });

  it("has no debugger and no mount in production", async () => {
    const { build, port } = api;
    const stack = await run(() => new OptimizedPythonService("api", { build, port }));
    expect(containerOf(stack, "api")).not.to.have.any.keys("mounts");
    expect(await run(() => new OptimizedPythonService("api", { build, port, debug: true })).catch(String)).to.include(
      "whoever reaches a debugger runs what he likes",
    );
  });
});

describe("a site in development", () => {
  it("is served by its builder, which is told what a build would be", async () => {
    const stack = await run(() => {
      const { build, mode } = live("vite-site");
      const site = new StaticSite("web", { build: { ...build, args: { VITE_GREETING: "hello" } }, mode });
      return new CachingNginx("edge", { routes: [site.route("/")] }).configuration;
    });
    const { command, memory, user } = containerOf(stack, "web");
    expect(command).to.deep.equal([
      "node_modules/.bin/vite",
      "dev",
      "--host",
      "0.0.0.0",
      "--port",
      "3000",
      "--strictPort",
    ]);
    expect(memory).to.equal(512);
    expect(user).not.to.equal("101:101");
    expect(envsOf(stack, "web")).to.include.members(["VITE_GREETING=hello", "NODE_ENV=development", "PORT=3000"]);
    expect(stack.result)
      .to.include("proxy_set_header Upgrade $http_upgrade;")
      .and.to.include("proxy_read_timeout 3600s;");
  });
});
