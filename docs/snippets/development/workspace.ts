import { Mode, OptimizedNodeService } from "plimsoll";

// #region shown
new OptimizedNodeService("api", {
  mode: Mode.development,
  build: { context: ".", workspace: "packages/api" },
  port: 3000,
});
// #endregion
