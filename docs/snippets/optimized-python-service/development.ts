import { Mode, OptimizedPythonService } from "plimsoll";

// #region shown
// A debugger attaches to 127.0.0.1:5678.
new OptimizedPythonService("api", { mode: Mode.development, debug: true, build: { context: "./backend" }, port: 8000 });
// #endregion
