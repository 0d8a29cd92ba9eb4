import { expect } from "chai";
import { OptimizedNodeService, TunedPostgres, type OptimizedNodeServiceArgs } from "plimsoll";
import { components } from "../support/components";
import { begin, record, type Recording } from "../support/mocks";

const build = (args: Partial<OptimizedNodeServiceArgs> = {}): Promise<Recording> =>
  record(() => new OptimizedNodeService("api", { image: "api:1", port: 3000, ...args }));

const envs = (recording: Recording): string[] => recording.named("api-container").inputs["envs"] as string[];

describe("OptimizedNodeService", () => {
  it("tells its program mode, heap and port", async () => {
    expect(envs(await build())).to.deep.equal([
      "NODE_ENV=production",
      "NODE_OPTIONS=--max-old-space-size=384 --max-semi-space-size=16",
      "PORT=3000",
    ]);
  });

  it("tells it its database, the password as a file", async () => {
    const recording = await record(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y", pool: 7 } } });
      new OptimizedNodeService("api", { image: "api:1", port: 3000, database: db.client("app") });
    });
    expect(envs(recording)).to.include.members([
      "PGHOST=db",
      "PGPORT=5432",
      "PGDATABASE=app",
      "PGUSER=app",
      "PGPASSWORD_FILE=/run/secrets/database-password",
      "PGPOOL_MAX=7",
    ]);
    expect(recording.named("api-files").inputs["uploads"]).to.deep.equal([
      { file: "/run/secrets/database-password", content: "y", permissions: "0444" },
    ]);
  });

  it("gives a secret as a file and its path as a variable", async () => {
    const recording = await build({ secrets: { API_KEY: "hunter2" } });
    expect(envs(recording)).to.include("API_KEY_FILE=/run/secrets/API_KEY");
    expect(recording.named("api-files").inputs["uploads"]).to.deep.equal([
      { file: "/run/secrets/API_KEY", content: "hunter2", permissions: "0444" },
    ]);
  });

  it("brings no files in where it has no secret", async () => {
    expect((await build()).inRole("files")).to.deep.equal([]);
  });

  it("is probed by Node itself, which every Node image has", async () => {
    const { healthcheck } = (await build({ healthPath: "/ready" })).named("api-container").inputs as {
      healthcheck: { tests: string[] };
    };
    expect(healthcheck.tests.slice(0, 2)).to.deep.equal(["CMD", "node"]);
    expect(healthcheck.tests.at(-1)).to.include('{"host":"127.0.0.1","port":3000,"path":"/ready","timeout":2500}');
  });

  it("has an init process, because Node neither reaps children nor ends on SIGTERM by itself", async () => {
    expect((await build()).named("api-container").inputs).to.include({ init: true, stopSignal: "SIGTERM" });
  });

  it("offers a route whose public answers the edge may keep", async () => {
    await begin();
    expect(new OptimizedNodeService("api", { image: "api:1", port: 3000 }).route("/api/")).to.deep.include({
      path: "/api/",
      service: "api",
      port: 3000,
      cache: true,
      stripPrefix: false,
      webSocket: false,
    });
  });

  it("makes no other image where the build's log lies elsewhere", async () => {
    const { options } = (await record(components["OptimizedNodeService"] ?? (() => undefined))).named("api-image");
    expect(options.ignoreChanges).to.deep.equal(["build.buildLogFile"]);
  });
});
