import { OptimizedPythonService, PythonWork } from "plimsoll";

// #region shown
// Two CPUs get two workers. They compute, so gunicorn gives them no threads; each loads a model of 300 MiB.
new OptimizedPythonService("prices", {
  build: { context: "./backend" },
  port: 8001,
  work: PythonWork.computing,
  workerMemory: "400MiB",
  memory: "1GiB",
  cpus: 2,
  longestRequest: "30s",
});
// #endregion
