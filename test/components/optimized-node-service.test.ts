import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { OptimizedNodeService, TunedPostgres, type OptimizedNodeServiceArgs } from "plimsoll";
import { components } from "../support/components";
import { containerOf, envsOf, filesOf, inRole, run } from "../support/stacks";

const build = (args: Partial<OptimizedNodeServiceArgs> = {}) =>
  run(() => new OptimizedNodeService("api", { image: "api:1", port: 3000, ...args }));

describe("OptimizedNodeService", () => {
  it("tells its program mode, heap and port", async () => {
    expect(envsOf(await build(), "api")).to.deep.equal([
      "NODE_ENV=production",
      "NODE_OPTIONS=--max-old-space-size=384 --max-semi-space-size=16",
      "PORT=3000",
    ]);
  });

  it("tells it its database, the password as a file", async () => {
    const stack = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y", pool: 7 } } });
      new OptimizedNodeService("api", { image: "api:1", port: 3000, database: db.client("app") });
    });
    expect(envsOf(stack, "api")).to.include.members([
      "PGHOST=db",
      "PGPORT=5432",
      "PGDATABASE=app",
      "PGUSER=app",
      "PGPASSWORD_FILE=/run/secrets/database-password",
      "PGPOOL_MAX=7",
    ]);
    expect(filesOf(stack, "api")).to.deep.equal({ "/run/secrets/database-password": "y" });
  });

  it("gives a secret as a file and its path as a variable", async () => {
    const stack = await build({ secrets: { API_KEY: "hunter2" } });
    expect(envsOf(stack, "api")).to.include("API_KEY_FILE=/run/secrets/API_KEY");
    expect(filesOf(stack, "api")).to.deep.equal({ "/run/secrets/API_KEY": "hunter2" });
  });

  it("brings no files in where it has no secret", async () => {
    expect(inRole(await build(), "files")).to.deep.equal([]);
  });

  it("is probed by Node itself, which every Node image has", async () => {
    const { healthcheck } = containerOf(await build({ healthPath: "/ready" }), "api") as {
      healthcheck: { tests: string[] };
    };
    expect(healthcheck.tests.slice(0, 2)).to.deep.equal(["CMD", "node"]);
    expect(healthcheck.tests.at(-1)).to.include('{"host":"127.0.0.1","port":3000,"path":"/ready","timeout":2500}');
  });

  it("has an init process, because Node neither reaps children nor ends on SIGTERM by itself", async () => {
    expect(containerOf(await build(), "api")).to.include({ init: true, stopSignal: "SIGTERM" });
  });

  it("offers a route whose public answers the edge may keep", async () => {
    const { result: service } = await build();
    expect(service.route("/api/")).to.deep.include({
      path: "/api/",
      service: "api",
      port: 3000,
      cache: true,
      stripPrefix: false,
      webSocket: false,
    });
  });

  it("makes no other image where the build's log lies elsewhere", async () => {
    const { options } = (await run(components.OptimizedNodeService)).resource(docker.RemoteImage, "api-image");
    expect(options.ignoreChanges).to.deep.equal(["build.buildLogFile"]);
  });
});
