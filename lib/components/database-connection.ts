import type * as pulumi from "@pulumi/pulumi";
import type { ServiceNetwork } from "./service-network";

/** How a service reaches its database: what `TunedPostgres.client(...)` returns and other components take. */
export interface DatabaseConnection {
  /** Host name on the network. */
  host: string;
  port: number;
  database: string;
  user: string;
  /** The role's password, secret. */
  password: pulumi.Output<string>;
  /** Connections the database keeps free for this client. */
  pool: number;
  /** The network the database is on; a client without one of its own joins it. */
  network: ServiceNetwork;
  /** What must have happened before a client can log in. */
  ready: pulumi.Resource;
}
