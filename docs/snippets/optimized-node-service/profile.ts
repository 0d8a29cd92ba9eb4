import { NodeProfile, OptimizedNodeService } from "plimsoll";

// #region shown
// More memory for new objects, less CPU for each request; and two processes, if the program starts them by WEB_CONCURRENCY.
new OptimizedNodeService("prices", {
  build: { context: "./backend" },
  port: 3004,
  profile: NodeProfile.throughput,
  memory: "1GiB",
  cpus: 2,
  workers: 2,
  flags: ["--enable-source-maps"],
});
// #endregion
