import { N8nEngine } from "plimsoll";
import { flows } from "./setup";

const { network, database, encryptionKey } = flows();
// #region shown
// More at once, for longer: what a single execution may take, and how long its traces are kept.
const limits = {
  memory: "3GiB",
  concurrency: 20,
  executionTimeout: "15m",
  executionTimeoutMax: "1h",
  retention: "72h",
};
new N8nEngine("automation", { network, database, encryptionKey, ...limits });
// #endregion
