import * as pulumi from "@pulumi/pulumi";
import { N8nEngine, ServiceNetwork, TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const network = new ServiceNetwork("flows");
const db = new TunedPostgres("db", {
  network,
  password: config.requireSecret("postgresPassword"),
  clients: { n8n: { password: config.requireSecret("n8nPassword") } },
});
const encryptionKey = config.requireSecret("n8nEncryptionKey");
const automation = new N8nEngine("automation", { network, database: db.client("n8n"), encryptionKey, publish: 5678 });
export const address = automation.address;
