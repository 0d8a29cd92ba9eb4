import * as pulumi from "@pulumi/pulumi";
import { ServiceNetwork, TunedPostgres } from "plimsoll";

/** What the snippets of n8n's page stand on: a network, a database with a client for n8n, and the key. */
export function flows() {
  const config = new pulumi.Config();
  const network = new ServiceNetwork("flows");
  const clients = { n8n: { password: config.requireSecret("n8nPassword") } };
  const db = new TunedPostgres("db", { network, password: config.requireSecret("postgresPassword"), clients });
  return { config, network, database: db.client("n8n"), encryptionKey: config.requireSecret("n8nEncryptionKey") };
}
