import * as pulumi from "@pulumi/pulumi";
import { OptimizedNodeService, ServiceNetwork, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const password = config.requireSecret("postgresPassword");
const network = new ServiceNetwork("shop");
// #region shown
// A role and a database for each client. max_connections is the sum of the pools and a reserve.
const db = new TunedPostgres("db", {
  network,
  password,
  memory: "2GiB",
  clients: { orders: { password: config.requireSecret("ordersPassword"), pool: 20 } },
});
new OptimizedNodeService("orders", {
  network,
  build: { context: "./backend" },
  port: 3001,
  database: db.client("orders"),
});
// #endregion
