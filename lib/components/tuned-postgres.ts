import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { renderTask } from "../engines/docker/task";
import { demandOf } from "../facts/demand";
import { postgresFacts } from "../facts/postgres";
import type { Demand } from "../plan/demand";
import { postgresClientsSpec, postgresSpec } from "../spec/postgres";
import type { Storage, Workload } from "../tuning/postgres";
import type { SettledSetting } from "../tuning/setting";
import { postgresDefaults, validatePostgres } from "../validation/postgres";
import type { DatabaseConnection } from "./database-connection";
import { joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** One client of the database: a role and a database of its own. */
export interface DatabaseClientArgs {
  /** Password of the role; kept secret. A new one is set at the next `pulumi up`. */
  password: pulumi.Input<string>;
  /** Connections this client may open: the size of its pool times its replicas. @default 10: two for each core and some, enough for one service */
  pool?: number;
  /** Name of its database. @default the client's name, so that each client has one of its own */
  database?: string;
  /** Its statements are ended after this, such as "5s". @default none: migrations and reports take their time */
  statementTimeout?: string;
}

/** What the data lies on. */
export interface PostgresStorageArgs {
  /** Kind of storage: `Storage.Ssd`, `Storage.Hdd` or `Storage.San`. @default "ssd", as nearly every host has */
  kind?: Storage;
  /** Size of what holds the volume, such as "40GiB"; the write-ahead log takes a fifth at most. @default none: the log is not bounded by it */
  size?: string;
}

/** What the image's server is built with: a setting that needs what is missing keeps it from starting. */
export interface PostgresFeaturesArgs {
  /** Compression by lz4. @default what the official image has: all but Alpine's before 18 */
  lz4?: boolean;
  /** Compression by zstd. @default what the official image has: from 15 on, Alpine's from 18 on */
  zstd?: boolean;
  /** Asynchronous reads by io_uring. @default what the official image has: from 18 on */
  liburing?: boolean;
  /** Compilation of queries. @default what the official image has: all but Alpine's before 18 */
  jit?: boolean;
}

/** Arguments of {@link TunedPostgres}. */
export interface TunedPostgresArgs extends ServiceArgs {
  /** Password of the superuser; kept secret. Read when the data volume is new: later it is changed by ALTER ROLE. */
  password: pulumi.Input<string>;
  /** The clients by name; the name is the role's. @default none: only the superuser */
  clients?: Record<string, DatabaseClientArgs>;
  /** Official image of PostgreSQL 14 to 18, pinned. @default "postgres:18.6-trixie", the newest major; the suite is named because its C library orders text */
  image?: string;
  /** What it is mostly asked: `Workload.Oltp` (lookups by key), `Mixed`, `Analytics` or `Small`. @default mixed, whose plans lose nowhere; below 1 GiB small */
  workload?: Workload;
  /** What the data lies on. @default an SSD of unknown size */
  storage?: PostgresStorageArgs;
  /** Statements slower than this are logged. @default "1s", seldom reached by a healthy service */
  slowQuery?: string;
  /** Server settings by their own names, over the derived ones; refused where one breaks a promise that `acknowledge` doesn't name. @default none */
  settings?: Record<string, string>;
  /** What the image's server is built with. @default what the official image of that version has */
  features?: PostgresFeaturesArgs;
  /** Hard memory limit, without swap, such as "512MiB" or "2g". @default "1GiB": room for 20 connections and a page cache */
  memory?: string;
  /** CPU limit. @default 2: one for a heavy query and one for everybody else */
  cpus?: number;
}

/**
 * PostgreSQL, tuned from its limits, durable and hardened, with a role and a database for each client.
 *
 * @example
 * const db = new TunedPostgres("db", { password: config.requireSecret("postgresPassword"), memory: "2GiB", cpus: 2 });
 */
export class TunedPostgres extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(postgresDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** The clients' connections by name. */
  public readonly connections: Record<string, DatabaseConnection>;
  /** Every server setting with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: TunedPostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validatePostgres(name, args);
    const where = standing("TunedPostgres", name, ["files", "clients", "clients-files"], args.network);
    declare(postgresFacts(where, checked), faults);
    super("plimsoll:index:TunedPostgres", name, {}, opts);
    warn("TunedPostgres", name, warnings);
    this.network = joinNetwork(this, name, args.network);
    const { network } = this.network;
    const { container, image } = renderService(this, postgresSpec(name, checked), {
      network,
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    });
    const setup = renderTask(this, postgresClientsSpec(name, checked), image, { network, dependsOn: [container] });
    this.container = container;
    this.settings = checked.settings;
    this.address = pulumi.output(`${name}:5432`);
    this.connections = connectionsOf(name, checked.clients, this.network, setup);
    this.registerOutputs({ address: this.address });
  }

  /**
   * The connection of one client.
   * @throws Error naming the clients there are, when this one was not declared
   */
  client(client: string): DatabaseConnection {
    const connection = this.connections[client];
    if (connection !== undefined) return connection;
    const known = Object.keys(this.connections).join(", ") || "none";
    throw new pulumi.RunError(`The database has no client "${client}" (declared: ${known}). Add it to clients.`);
  }
}

function connectionsOf(
  host: string,
  clients: ReturnType<typeof validatePostgres>["checked"]["clients"],
  network: ServiceNetwork,
  ready: pulumi.Resource,
) {
  const connections = clients.map(({ name, database, pool, password }): [string, DatabaseConnection] => [
    name,
    { host, port: 5432, database, user: name, pool, password: pulumi.secret(password), network, ready },
  ]);
  return Object.fromEntries(connections);
}
