import * as pulumi from "@pulumi/pulumi";
import { TunedPostgres } from "plimsoll";

const config = new pulumi.Config();
const db = new TunedPostgres("db", { password: config.requireSecret("postgresPassword") });
export const address = db.address; // "db:5432", for services on its network
