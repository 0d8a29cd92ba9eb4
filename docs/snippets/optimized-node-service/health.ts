import { OptimizedNodeService } from "plimsoll";

// #region shown
// A slow start and long requests: more time until failures count, and more to finish after the stop signal.
new OptimizedNodeService("reports", {
  build: { context: "./backend" },
  port: 3003,
  healthPath: "/health/live",
  health: { startPeriod: "90s", interval: "30s" },
  stopGrace: "1m",
});
// #endregion
