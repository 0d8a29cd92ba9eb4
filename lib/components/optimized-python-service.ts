import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { demandOf } from "../facts/demand";
import { pythonServiceFacts } from "../facts/python-service";
import type { PythonVersion } from "../images/python-bases";
import type { Demand } from "../plan/demand";
import type { Mode } from "../spec/mode";
import { pythonServiceSpec } from "../spec/python-service";
import { liveRoute, plainRoute, readTimeoutFor, type Route } from "../spec/route";
import type { PythonServer, PythonWork } from "../tuning/python";
import type { SettledSetting } from "../tuning/setting";
import { pythonServiceDefaults, validatePythonService } from "../validation/python-service";
import type { BuildArgs } from "./build-args";
import type { DatabaseConnection } from "./database-connection";
import { databaseReached, joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** Arguments of {@link OptimizedPythonService}. */
export interface OptimizedPythonServiceArgs extends ServiceArgs {
  /** The folder that is built. Either this or `image`. @default none */
  build?: BuildArgs;
  /** An image that is there already, with python3 on its PATH. Either this or `build`. @default none */
  image?: string;
  /** Whether it runs as an image that holds all, `Mode.production`, or as the folder's source, live, `Mode.development`. @default "production": nothing that a host runs for long may change with a folder */
  mode?: Mode;
  /** Port of 127.0.0.1 that a debugger attaches to in development; `true` is 5678, debugpy's own. @default none */
  debug?: number | true;
  /** Port the service listens on, given to it as PORT. */
  port: number;
  /** Path that answers 200 when the service can do its work. @default "/health", the commonest */
  healthPath?: string;
  /** Its database, given to it as PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD_FILE and PGPOOL_MAX, which is each worker's part. @default none */
  database?: DatabaseConnection;
  /** Plain environment. Never secrets: everybody who may ask the engine can read it. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** Secrets by the name of the variable that leads to them: API_KEY becomes a file and API_KEY_FILE its path. @default none */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The longest it works on one request: the server waits so long, the edge longer, and a stop lets it end. @default "10s": what takes longer should be answered at once and go on behind */
  longestRequest?: string;
  /** What its server is: `PythonServer.gunicorn`, `.uvicorn`, or `.own` for a program that reads PORT itself. @default the one that the folder starts with; "own" for an image or a Dockerfile, of which nothing is known */
  server?: PythonServer;
  /** What requests mostly do: `PythonWork.waiting` or `.computing`. @default "waiting": gunicorn gets threads, which wait without holding a process */
  work?: PythonWork;
  /** Worker processes of gunicorn or uvicorn; they share the limits. In development there is one. @default one for each CPU, as far as memory goes */
  workers?: number;
  /** What one worker takes under load: modules and data. @default "128MiB": a web framework, a database's driver and their kin */
  workerMemory?: string;
  /** The Python that a folder without Dockerfile is built with, such as "3.14". @default the one that it asks for, else 3.13 */
  pythonVersion?: PythonVersion;
  /** Numeric user and group that it runs as. @default "1000:1000", not root, and nobody's on most hosts; in development the folder's owner */
  user?: string;
  /** Hard memory limit, without swap. @default "512MiB": three workers and what starts them */
  memory?: string;
  /** CPU limit. @default 1, since one worker runs Python on one CPU */
  cpus?: number;
}

/**
 * A Python service with as many workers as its limits bear, a health check its image can run, and a stop that lets it finish.
 *
 * @example
 * const api = new OptimizedPythonService("api", { build: { context: "./backend" }, port: 8000, memory: "512MiB" });
 */
export class OptimizedPythonService extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(pythonServiceDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** The server's settings with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;
  /** The port it listens on. */
  public readonly port: number;
  /** Its host name on the network. */
  public readonly serviceName: string;

  /** How long an edge waits for it. */
  private readonly readTimeoutSeconds: number;
  /** Whether it runs as the folder's source. */
  private readonly live: boolean;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: OptimizedPythonServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validatePythonService(name, args);
    const reached = databaseReached(args.database);
    const where = standing("OptimizedPythonService", name, ["files"], args.network, reached);
    declare(pythonServiceFacts(where, checked), faults);
    super("plimsoll:index:OptimizedPythonService", name, {}, opts);
    warn("OptimizedPythonService", name, warnings);
    this.network = joinNetwork(this, name, args.network, reached);
    const { network } = this.network;
    this.container = renderService(this, pythonServiceSpec(name, checked), {
      network,
      dependsOn: args.database && [args.database.ready],
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    }).container;
    this.readTimeoutSeconds = readTimeoutFor(checked.longestRequestMs);
    this.live = checked.live !== undefined;
    this.serviceName = name;
    this.port = args.port;
    this.settings = checked.settings;
    this.address = pulumi.output(`${name}:${args.port}`);
    this.registerOutputs({ address: this.address });
  }

  /** A route of the edge to this service. Answers that it declares public and fresh are kept by the edge. */
  route(path: string): Route {
    const { serviceName: service, port, network, readTimeoutSeconds } = this;
    const own = this.live ? liveRoute : { readTimeoutSeconds, cache: true };
    return { ...plainRoute, path, service, port, network, ...own };
  }
}
