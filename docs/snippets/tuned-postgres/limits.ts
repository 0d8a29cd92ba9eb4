import * as pulumi from "@pulumi/pulumi";
import { TunedPostgres } from "plimsoll";

const password = new pulumi.Config().requireSecret("postgresPassword");
// #region shown
// More room: every setting in the table above is derived again from these two.
new TunedPostgres("db", { password, memory: "4GiB", cpus: 4 });
// #endregion
