import { OptimizedNodeService } from "plimsoll";

// #region shown
// Less memory: the heap follows, unless it is written too.
new OptimizedNodeService("mailer", { build: { context: "./backend" }, port: 3002, memory: "256MiB", cpus: 0.5 });
// #endregion
