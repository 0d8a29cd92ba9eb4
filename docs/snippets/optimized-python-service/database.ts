import * as pulumi from "@pulumi/pulumi";
import { OptimizedPythonService, ServiceNetwork, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const network = new ServiceNetwork("shop");
const clients = { orders: { password: config.requireSecret("ordersPassword") } };
const db = new TunedPostgres("db", { network, password: config.requireSecret("postgresPassword"), clients });
// #region shown
// A database and a secret: the program reads files, whose paths stand in PGPASSWORD_FILE and API_KEY_FILE.
new OptimizedPythonService("orders", {
  network,
  build: { context: "./backend" },
  port: 8000,
  database: db.client("orders"),
  secrets: { API_KEY: config.requireSecret("apiKey") },
});
// #endregion
