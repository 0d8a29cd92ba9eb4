import { Mode, OptimizedNodeService } from "plimsoll";

// #region shown
// On 127.0.0.1:9229; a number is another port, for a second service.
new OptimizedNodeService("api", {
  mode: Mode.development,
  debug: true,
  build: { context: "./backend" },
  port: 3001,
});
// #endregion
