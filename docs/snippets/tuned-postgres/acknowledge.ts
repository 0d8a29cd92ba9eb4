import * as pulumi from "@pulumi/pulumi";
import { TunedPostgres } from "plimsoll";

const password = new pulumi.Config().requireSecret("postgresPassword");
// #region shown
// One job at night needs much memory, and nobody else is there then: the promise is broken knowingly.
new TunedPostgres("db", { password, settings: { work_mem: "256MB" }, acknowledge: ["memory"] });
// #endregion
