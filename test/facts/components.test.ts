import { expect } from "chai";
import {
  CachingNginx,
  N8nEngine,
  OptimizedNodeService,
  OptimizedPythonService,
  RegistryCache,
  StaticSite,
  TunedPostgres,
} from "plimsoll";
import type { ServiceFacts } from "../../lib/plan/service-facts";
import { run } from "../support/stacks";

/** A small stack. */
function program(): void {
  const db = new TunedPostgres("db", {
    password: "x",
    storage: { size: "20GiB" },
    clients: { app: { password: "x", pool: 7, statementTimeout: "5s" }, n8n: { password: "x" } },
  });
  const automation = new N8nEngine("automation", {
    database: db.client("n8n"),
    encryptionKey: "x",
    publicUrl: "https://example.com/n8n/",
  });
  const api = new OptimizedNodeService("api", {
    image: "api:1",
    port: 3000,
    database: db.client("app"),
    longestRequest: "90s",
    workers: 3,
    memory: "768MiB",
    acknowledge: ["processes"],
  });
  const site = new StaticSite("site", { image: "site:1", network: db.network });
  new StaticSite("alone", { image: "site:1" });
  new RegistryCache("cache", { storage: "20GiB", network: db.network });
  const routes = [api.route("/api/"), automation.route("/n8n/"), site.route("/")];
  new CachingNginx("edge", { routes, publish: 8080, stopGrace: "2m" });
}

describe("what components declare", () => {
  let stack: Record<string, ServiceFacts>;
  const of = (name: string): ServiceFacts => stack[name] as ServiceFacts;

  before(async () => {
    const { services } = (await run(program)).program;
    stack = Object.fromEntries(services.map((service) => [service.name, service]));
  });

  it("is every service, with its helpers, its network and its limits", () => {
    expect(Object.keys(stack)).to.deep.equal(["db", "automation", "api", "site", "alone", "cache", "edge"]);
    expect(of("db").helpers).to.deep.equal(["db-files", "db-clients", "db-clients-files"]);
    expect(new Set(["db", "automation", "api", "edge"].map((name) => of(name).network))).to.deep.equal(new Set(["db"]));
    expect(of("alone").network).to.equal("alone");
    expect(of("site").limits.memoryMiB).to.equal(64);
  });

  it("is the room of a registry, and the time that its transfers get to end", () => {
    expect(of("cache").disk).to.deep.include({ what: "data volume", mib: 20_480 });
    expect(of("cache").drainMs).to.equal(10_000);
  });

  it("is a database's clients, its recovery, and the room it takes", () => {
    const { clients, recoveryMs, patienceMs, disk } = of("db");
    expect(clients).to.deep.equal([
      { name: "app", pool: 7, statementTimeoutMs: 5000 },
      { name: "n8n", pool: 10, statementTimeoutMs: undefined },
    ]);
    expect(recoveryMs).to.be.within(60_000, patienceMs);
    expect(disk).to.deep.include({ what: "data volume", mib: 20_480 });
  });

  it("is what services take of it", () => {
    expect(of("api").uses).to.deep.equal({ server: "db", client: "app", database: "app", connections: 7 });
    expect(of("automation").uses).to.deep.equal({ server: "db", client: "n8n", database: "n8n", connections: 10 });
    expect(of("api").calls).to.deep.equal([{ path: "database", service: "db", network: "db" }]);
  });

  it("is how long a service works, drains and may be stopped", () => {
    expect(of("api")).to.include({ longestRequestMs: 90_000, graceMs: 95_000 });
    expect(of("automation")).to.include({ drainMs: 30_000, graceMs: 45_000 });
  });

  it("is what an automation engine takes and trusts", () => {
    expect(of("automation")).to.include({ maxBodyMiB: 200, trustedProxies: 1, aloneOnDatabase: true });
  });

  it("is the edge's routes, each waiting longer than its service works", () => {
    expect(of("edge").routes).to.deep.equal([
      { path: "/api/", service: "api", maxBodyMiB: 1, readTimeoutMs: 95_000 },
      { path: "/n8n/", service: "automation", maxBodyMiB: 200, readTimeoutMs: 3_600_000 },
      { path: "/", service: "site", maxBodyMiB: 1, readTimeoutMs: 60_000 },
    ]);
    expect(of("edge").ports).to.deep.equal([{ container: 8080, host: 8080, address: "127.0.0.1" }]);
  });

  it("is the processes that its settings allow", () => {
    expect(of("api").processes).to.equal(4 * 32);
    expect(of("db").processes).to.be.within(50, of("db").limits.pids);
  });

  it("is the rules that a program breaks knowingly", () => {
    expect(of("api").acknowledged).to.deep.equal(["processes"]);
  });

  it("is the room of rotated logs, helpers included", () => {
    expect(of("site").disk).to.deep.equal([{ what: "logs", mib: 58 }]);
  });
});

describe("what a Python service declares", () => {
  it("is its longest request, and processes by its workers", async () => {
    const { program } = await run(() => {
      const args = { image: "api:1", port: 8000, server: "gunicorn", cpus: 3, longestRequest: "40s" } as const;
      new OptimizedPythonService("api", args);
    });
    expect(program.services[0]).to.deep.include({ name: "api", helpers: ["api-files"], processes: 128 });
  });
});
