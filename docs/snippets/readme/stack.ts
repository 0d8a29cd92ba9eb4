import * as pulumi from "@pulumi/pulumi";
import { CachingNginx, N8nEngine, OptimizedNodeService, ServiceNetwork, StaticSite, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const network = new ServiceNetwork("network");
const db = new TunedPostgres("db", {
  network,
  memory: "2GiB",
  password: config.requireSecret("postgresPassword"),
  clients: {
    shop: { password: config.requireSecret("shopPassword") },
    n8n: { password: config.requireSecret("n8nPassword") },
  },
});
const automation = new N8nEngine("automation", {
  network,
  database: db.client("n8n"),
  encryptionKey: config.requireSecret("n8nEncryptionKey"),
  publicUrl: "http://localhost:8080/n8n/",
});
const api = new OptimizedNodeService("api", {
  network,
  build: { context: "./backend" },
  port: 3001,
  database: db.client("shop"),
});
const frontend = new StaticSite("frontend", { network, build: { context: "./frontend" } });
const routes = [api.route("/api/"), automation.route("/n8n/"), frontend.route("/")];
const edge = new CachingNginx("edge", { network, routes, publish: 8080 });
export const url = edge.url;
