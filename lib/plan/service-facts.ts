import type { Limits, PublishedPort } from "../spec/service-spec";
import type { SettledSetting } from "../tuning/setting";

/** Room that one thing takes. */
export interface Part {
  what: string;
  mib: number;
}

/** A service that another one calls by its name. */
export interface Call {
  /** The argument that says so. */
  path: string;
  service: string;
  /** Name of the network that the service is on; undefined where nobody knows. */
  network: string | undefined;
}

/** What a service takes of a database. */
export interface DatabaseUse {
  /** Host name of the database. */
  server: string;
  /** The client it logs in as. */
  client: string;
  /** Connections of all its processes together. */
  connections: number;
  /** The database inside the server. */
  database: string;
}

/** A database's client, as the server was told of it. */
export interface DatabaseClient {
  name: string;
  /** Connections kept for it. */
  pool: number;
  /** Its statements are ended after this. */
  statementTimeoutMs?: number | undefined;
}

/** A path that an edge sends to a service. */
export interface RoutedPath {
  path: string;
  service: string;
  maxBodyMiB: number;
  readTimeoutMs: number;
}

/** An image that is made from a folder without a Dockerfile. */
export interface MadeImage {
  /** The folder, relative to the program. */
  context: string;
  /** Files of it that are sent to the engine. */
  sent: readonly string[];
  dockerfile: string;
  /** What was found, and where. */
  reasons: readonly { what: string; value: string; from: string }[];
}

/**
 * What a service declares about itself, for the rules between services and for the plan of the host. Plain data: whoever
 * has it can check a stack without Pulumi and without an engine.
 */
export interface ServiceFacts {
  name: string;
  /** Its class. */
  component: string;
  /** Names of the containers beside it. */
  helpers: readonly string[];
  /** Name of the network it is on. */
  network: string;
  /** Rules that its program breaks knowingly. */
  acknowledged: readonly string[];
  limits: Limits;
  /** Its engine's settings with value, reason and source. */
  settings: readonly SettledSetting[];
  /** Room on the engine's disk that it may take. */
  disk: readonly Part[];
  ports: readonly PublishedPort[];
  /** Processes and threads that its settings allow. */
  processes: number;
  /** Time between the stop signal and the kill. */
  graceMs: number;
  /** Time its program takes to finish after the signal, at most. */
  drainMs: number;
  /** Time after which an engine calls it unhealthy when it does not answer after a start. */
  patienceMs: number;
  /** Time it may take before it answers after a crash. */
  recoveryMs: number;
  calls: readonly Call[];
  /** The longest that it works on one request. */
  longestRequestMs?: number;
  /** Largest body of a request that it takes. */
  maxBodyMiB?: number;
  /** Proxies before it whose word about the client it believes. */
  trustedProxies?: number;
  /** For a database: the clients it keeps connections for. */
  clients?: readonly DatabaseClient[];
  /** What it takes of a database. */
  uses?: DatabaseUse;
  /** For an edge: its routes. */
  routes?: readonly RoutedPath[];
  /** Only one process of its kind may work on a database. */
  aloneOnDatabase?: boolean;
  /** Its image, where that is made from a folder without a Dockerfile. */
  image?: MadeImage;
}
