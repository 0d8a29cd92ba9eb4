import * as pulumi from "@pulumi/pulumi";
import { CachingNginx, OptimizedNodeService, ServiceNetwork, StaticSite, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const production = pulumi.getStack() === "production";
if (!production) void pulumi.log.warn("the database is not protected in this stack");

const network = new ServiceNetwork("shop");
const db = new TunedPostgres(
  "db",
  {
    network,
    memory: config.get("dbMemory") ?? "512MiB",
    password: config.requireSecret("postgresPassword"),
    clients: { orders: { password: config.requireSecret("ordersPassword"), pool: 10 } },
  },
  { protect: production },
);
const api = new OptimizedNodeService("api", {
  network,
  build: { context: "./api" },
  port: 3001,
  memory: "256MiB",
  database: db.client("orders"),
});
const frontend = new StaticSite("frontend", { network, build: { context: "./frontend" } });
const routes = [api.route("/api/"), frontend.route("/")];
const edge = new CachingNginx("edge", { network, routes, publish: config.getNumber("port") ?? 8080 });
export const url = edge.url;
