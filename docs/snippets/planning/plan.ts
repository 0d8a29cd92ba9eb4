import * as pulumi from "@pulumi/pulumi";
import { OptimizedNodeService, TunedPostgres, planHost } from "plimsoll";

const config = new pulumi.Config();
const password = config.requireSecret("postgresPassword");
const shop = { password: config.requireSecret("shopPassword") };
// #region shown
const plan = planHost("2cpu,4GiB", {
  db: { minimum: "512MiB", ideal: "2GiB", maximum: "8GiB", weight: 2, cpus: 2 },
  api: OptimizedNodeService.demand,
});
const db = new TunedPostgres("db", { ...plan.db, password, clients: { shop } });
new OptimizedNodeService("api", { ...plan.api, image: "shop/api:1.4.2", port: 3001, database: db.client("shop") });
// #endregion
