import type * as pulumi from "@pulumi/pulumi";
import {
  CachingNginx,
  N8nEngine,
  OptimizedNodeService,
  RegistryCache,
  OptimizedPythonService,
  ServiceNetwork,
  StaticSite,
  TunedPostgres,
  type DatabaseConnection,
} from "plimsoll";

/** Secret values given as plain texts, as a careless program would: what must never be seen is the components' care. */
export const secretValues = ["superuser-3f9a", "client-81bc", "key-c0de", "Owner-77aa", "api-5e5e"];
const [superuser = "", client = "", key = "", owner = "", apiKey = ""] = secretValues;

/** The password of the role `app`, as it stands in the files of those who use it. */
export const connection = (): DatabaseConnection => postgres().client("app");

export const postgres = (): TunedPostgres =>
  new TunedPostgres("db", { password: superuser, clients: { app: { password: client } }, publish: 5432 });

/** Each component with everything that makes it register something. */
export const components = {
  ServiceNetwork: () => new ServiceNetwork("shop", { subnet: "172.20.0.0/16" }),
  TunedPostgres: postgres,
  N8nEngine: () =>
    new N8nEngine("automation", {
      database: connection(),
      encryptionKey: key,
      owner: { email: "owner@example.com", password: owner },
      workflows: "examples/pilotpros/workflows",
      publicUrl: "https://example.com/n8n/",
      publish: 5678,
    }),
  OptimizedNodeService: () =>
    new OptimizedNodeService("api", {
      build: { context: "examples/pilotpros/backend" },
      port: 3001,
      database: connection(),
      environment: { LOG_LEVEL: "info" },
      secrets: { API_KEY: apiKey },
      publish: 3001,
    }),
  OptimizedPythonService: () =>
    new OptimizedPythonService("api", {
      build: { context: "test/images/corpus/python-plain" },
      port: 8000,
      database: connection(),
      environment: { LOG_LEVEL: "info" },
      secrets: { API_KEY: apiKey },
      publish: 8000,
    }),
  StaticSite: () => new StaticSite("web", { build: { context: "examples/pilotpros/frontend" }, publish: 3000 }),
  RegistryCache: () =>
    new RegistryCache("mirror", {
      upstream: "https://registry.example",
      credentials: { username: "shop", password: apiKey },
      publish: 5000,
    }),
  CachingNginx: () => {
    const site = new StaticSite("web", { image: "web:1" });
    return new CachingNginx("edge", { routes: [site.route("/")], publish: 8080 });
  },
} satisfies Record<string, () => pulumi.ComponentResource>;
