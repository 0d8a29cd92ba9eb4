import { N8nEngine } from "plimsoll";
import { flows } from "./setup";

const { config, network, database, encryptionKey } = flows();
// #region shown
// Workflows as code: each JSON file of the folder is installed and published, again after each change.
const owner = { email: "owner@example.com", password: config.requireSecret("n8nOwnerPassword") };
new N8nEngine("automation", { network, database, encryptionKey, owner, workflows: "./workflows" });
// #endregion
