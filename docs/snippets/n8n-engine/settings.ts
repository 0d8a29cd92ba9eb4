import * as pulumi from "@pulumi/pulumi";
import { N8nEngine } from "plimsoll";
import { flows } from "./setup";

const { network, database, encryptionKey } = flows();
const config = new pulumi.Config();
// #region shown
// Variables by n8n's own names. SHOP_CURRENCY is for expressions of workflows: n8n itself doesn't read it.
new N8nEngine("automation", {
  network,
  database,
  encryptionKey,
  settings: { N8N_LOG_LEVEL: "warn", N8N_SMTP_HOST: "mail", N8N_SMTP_USER: "n8n", SHOP_CURRENCY: "EUR" },
  secrets: { N8N_SMTP_PASS: config.requireSecret("apiKey") },
  acknowledge: ["names"],
});
// #endregion
