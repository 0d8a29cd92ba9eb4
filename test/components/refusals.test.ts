import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import {
  CachingNginx,
  N8nEngine,
  OptimizedNodeService,
  OptimizedPythonService,
  RegistryCache,
  ServiceNetwork,
  StaticSite,
  TunedPostgres,
} from "plimsoll";
import { run, thrown } from "../support/stacks";

const bad = { memory: "1GB", cpus: 0, health: { interval: "often" }, stopGrace: "-1s", publish: 99_999 };
const badPaths = ["memory", "cpus", "health.interval", "stopGrace", "publish"];

/** Each component with as much wrong as can be, and the paths it must name. */
const everythingWrong: Record<string, { construct: () => unknown; paths: string[] }> = {
  ServiceNetwork: {
    construct: () => new ServiceNetwork("My Net", { subnet: "10.0.0.0", mtu: 0 }),
    paths: ["name", "subnet", "mtu"],
  },
  TunedPostgres: {
    construct: () =>
      new TunedPostgres("My DB", {
        ...bad,
        password: undefined as never,
        image: "postgres",
        slowQuery: "slow",
        clients: { "a-b": { password: undefined as never, pool: 0, database: "x" } },
      }),
    paths: [
      "name",
      "password",
      ...badPaths,
      "image",
      "clients.a-b",
      "clients.a-b.password",
      "clients.a-b.pool",
      "slowQuery",
    ],
  },
  N8nEngine: {
    construct: () =>
      new N8nEngine("My n8n", {
        ...bad,
        database: undefined as never,
        encryptionKey: undefined as never,
        image: "n8nio/n8n",
        owner: { email: "nobody", password: undefined as never },
        payload: "big",
        workflows: "./nowhere",
        publicUrl: "here",
        executionTimeout: "long",
        executionTimeoutMax: "longer",
        heap: "all",
        concurrency: -1,
        retention: "ever",
        timezone: "Mars/Olympus",
      }),
    paths: [
      "name",
      "database",
      "encryptionKey",
      ...badPaths,
      "image",
      "owner.email",
      "owner.password",
      "payload",
      "workflows",
      "publicUrl",
      "executionTimeout",
      "executionTimeoutMax",
      "heap",
      "concurrency",
      "retention",
      "timezone",
    ],
  },
  OptimizedNodeService: {
    construct: () =>
      new OptimizedNodeService("My API", {
        ...bad,
        port: 0,
        heap: "all",
        healthPath: "health",
        build: { context: "./nowhere" },
        environment: { PORT: "1" },
        secrets: { "a-b": "x" },
      }),
    paths: ["name", "port", ...badPaths, "heap", "healthPath", "environment.PORT", "secrets.a-b", "build.context"],
  },
  OptimizedPythonService: {
    construct: () =>
      new OptimizedPythonService("My API", {
        ...bad,
        port: 0,
        workerMemory: "some",
        work: "sleeping" as never,
        server: "apache" as never,
        pythonVersion: "2.7" as never,
        user: "root",
        healthPath: "health",
        build: { context: "./nowhere" },
        environment: { PORT: "1" },
        secrets: { "a-b": "x" },
      }),
    paths: [
      "name",
      "port",
      ...badPaths,
      "workerMemory",
      "work",
      "server",
      "pythonVersion",
      "user",
      "healthPath",
      "environment.PORT",
      "secrets.a-b",
      "build.context",
    ],
  },
  StaticSite: {
    construct: () =>
      new StaticSite("My Site", {
        ...bad,
        port: 0,
        root: "dist",
        hashedPath: "/",
        build: { context: "./nowhere" },
        image: "x",
      }),
    paths: ["name", "port", ...badPaths, "image", "build.context", "root", "hashedPath"],
  },
  RegistryCache: {
    construct: () =>
      new RegistryCache("My Cache", { ...bad, image: "registry", upstream: "hub", keep: "long", storage: "much" }),
    paths: ["name", ...badPaths, "image", "upstream", "keep", "storage"],
  },
  CachingNginx: {
    construct: () =>
      new CachingNginx("My Edge", { ...bad, routes: [], image: "nginx:1.20.0-alpine", cacheSize: "some" }),
    paths: ["name", ...badPaths, "image", "routes", "cacheSize"],
  },
};

describe("a component with everything wrong", () => {
  for (const [component, { construct, paths }] of Object.entries(everythingWrong)) {
    it(`: ${component} names every fault in one error, before anything is registered`, async () => {
      const { result: error, resources } = await run(() => thrown(construct));
      expect(resources).to.deep.equal([]);
      if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
      expect(error.errors?.map(({ propertyPath }) => propertyPath).toSorted()).to.deep.equal(paths.toSorted());
    });

    it(`: ${component} shows each fault on a line with its remedy, and no trace into the library`, async () => {
      const { result: error } = await run(() => thrown(construct));
      const [head, ...lines] = error.message.split("\n");
      expect(head).to.match(new RegExp(`^${component} "My \\w+": ${paths.length} faults$`));
      expect(lines).to.have.length(paths.length);
      for (const line of lines) expect(line).to.match(/^ {2}\S+: .+; .+$/);
      expect(error.stack).to.equal(error.message);
    });
  }
});

describe("two services of one program", () => {
  it("on one host port are refused, and the second is not registered", async () => {
    const { result: error, ...stack } = await run(() => {
      new StaticSite("web", { image: "web:1", publish: 8080 });
      return thrown(() => new CachingNginx("edge", { routes: [], publish: 8080 }));
    });
    expect(stack.resources.filter(({ name }) => name.startsWith("edge"))).to.deep.equal([]);
    expect(error.message).to.equal(
      'CachingNginx "edge": 2 faults\n' +
        '  routes: is empty; write at least one, such as frontend.route("/")\n' +
        '  publish: port 8080 is published by "web" already; publish each service on a port of its own',
    );
  });

  it("with one container's name are refused, helpers included", async () => {
    const remedy = "give each service a name of its own, and not one that ends like another one's helper";
    const { result, resources } = await run(() => {
      new StaticSite("web", { image: "web:1" });
      const twin = thrown(() => new OptimizedNodeService("web", { image: "web:1", port: 3000 }));
      return { twin, helper: thrown(() => new StaticSite("web-files", { image: "web:1" })) };
    });
    expect(result.twin.message).to.equal(
      `OptimizedNodeService "web": 2 faults\n` +
        `  name: a container "web" belongs to StaticSite "web" already; ${remedy}\n` +
        `  name: a container "web-files" belongs to StaticSite "web" already; ${remedy}`,
    );
    expect(result.helper.message).to.contain(`a container "web-files" belongs to StaticSite "web" already`);
    expect(resources.map(({ type }) => type).filter((type) => type.startsWith("plimsoll:"))).to.deep.equal([
      "plimsoll:index:StaticSite",
      "plimsoll:index:ServiceNetwork",
    ]);
  });

  it("that must reach each other are refused on different networks", async () => {
    const { result: error } = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      const network = new ServiceNetwork("elsewhere");
      const args = { network, image: "api:1", port: 3001, database: db.client("app") };
      return thrown(() => new OptimizedNodeService("api", args));
    });
    expect(error.message).to.equal(
      `OptimizedNodeService "api": 1 fault\n` +
        `  database: "db" is on another network, where this service can't reach it; give both the same network`,
    );
  });

  it("that must reach each other are on one network without a word", async () => {
    const { result } = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y" } } });
      const api = new OptimizedNodeService("api", { image: "api:1", port: 3001, database: db.client("app") });
      const edge = new CachingNginx("edge", { routes: [api.route("/")] });
      return [db.network, api.network, edge.network];
    });
    expect(new Set(result)).to.have.length(1);
  });

  it("on two host ports are taken", async () => {
    await run(() => {
      new StaticSite("web", { image: "web:1", publish: 8080 });
      new StaticSite("docs", { image: "docs:1", publish: 8081 });
    });
  });

  it("on one host port are taken when they belong to different runs", async () => {
    await Promise.all(
      ["web", "docs"].map((name) => run(() => new StaticSite(name, { image: "web:1", publish: 8080 }))),
    );
  });
});

describe("a client that the database does not have", () => {
  for (const { clients, declared } of [
    { clients: { app: { password: "x" }, jobs: { password: "x" } }, declared: "app, jobs" },
    { clients: {}, declared: "none" },
  ]) {
    it(`is refused with the names there are: ${declared}`, async () => {
      const { result: db } = await run(() => new TunedPostgres("db", { password: "x", clients }));
      const error = thrown(() => db.client("ap"));
      expect(error.message).to.equal(`The database has no client "ap" (declared: ${declared}). Add it to clients.`);
    });
  }
});
