import { CachingNginx, N8nEngine, OptimizedNodeService, ServiceNetwork, StaticSite, TunedPostgres } from "plimsoll";

/**
 * A stack with every component, as users of a release have it on their hosts: what stands in `recorded/` was registered by
 * this program. Arguments are only added to it, never changed: a change of the program is none of the library.
 */
export function program(): void {
  const network = new ServiceNetwork("shop", { subnet: "172.20.0.0/16" });
  const db = new TunedPostgres("db", {
    network,
    password: "superuser-of-a-test",
    clients: { app: { password: "app-of-a-test" }, n8n: { password: "n8n-of-a-test" } },
    memory: "1GiB",
    publish: 5432,
  });
  const automation = new N8nEngine("automation", {
    network,
    database: db.client("n8n"),
    encryptionKey: "key-of-a-test",
    owner: { email: "owner@example.com", password: "Owner-of-1-test" },
    workflows: "test/upgrade/workflows",
    publicUrl: "https://example.com/n8n/",
  });
  const api = new OptimizedNodeService("api", {
    network,
    build: { context: "test/upgrade/app" },
    port: 3001,
    database: db.client("app"),
    environment: { LOG_LEVEL: "info" },
    secrets: { API_KEY: "api-key-of-a-test" },
  });
  const site = new StaticSite("web", { network, image: "web:1" });
  new CachingNginx("edge", {
    network,
    routes: [api.route("/api/"), automation.route("/n8n/"), site.route("/")],
    publish: 8080,
  });
}
