import * as pulumi from "@pulumi/pulumi";
import { Storage, TunedPostgres, Workload } from "plimsoll";

const password = new pulumi.Config().requireSecret("postgresPassword");
// #region shown
// What it is asked, and what its data lies on. The write-ahead log keeps to a fifth of the volume.
new TunedPostgres("db", {
  password,
  memory: "8GiB",
  cpus: 4,
  workload: Workload.Analytics,
  storage: { kind: Storage.Ssd, size: "200GiB" },
});
// #endregion
