import * as pulumi from "@pulumi/pulumi";
import { TunedPostgres } from "plimsoll";

const password = new pulumi.Config().requireSecret("postgresPassword");
// #region shown
// A setting by PostgreSQL's own name wins over the derived one. Values are the server's text, with its units.
new TunedPostgres("db", { password, slowQuery: "250ms", settings: { random_page_cost: "1.1", max_wal_size: "8GB" } });
// #endregion
