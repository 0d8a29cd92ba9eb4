import * as pulumi from "@pulumi/pulumi";
import { CachingNginx, OptimizedNodeService, ServiceNetwork, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const network = new ServiceNetwork("shop");
const db = new TunedPostgres("db", {
  network,
  password: config.requireSecret("postgresPassword"),
  clients: { orders: { password: config.requireSecret("ordersPassword") } },
});
const orders = new OptimizedNodeService("orders", {
  network,
  image: "shop/orders:1.4.2",
  port: 3001,
  database: db.client("orders"),
});
const edge = new CachingNginx("edge", { network, routes: [orders.route("/")], publish: 8080 });
export const url = edge.url;
