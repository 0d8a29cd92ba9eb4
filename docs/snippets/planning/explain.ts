import * as pulumi from "@pulumi/pulumi";
import { TunedPostgres, explain } from "plimsoll";

const password = new pulumi.Config().requireSecret("postgresPassword");
// #region shown
const db = new TunedPostgres("db", { password, memory: "2GiB" });
console.error(explain(db));
// #endregion
