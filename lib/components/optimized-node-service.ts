import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { demandOf } from "../facts/demand";
import { nodeServiceFacts } from "../facts/node-service";
import type { Demand } from "../plan/demand";
import { nodeServiceSpec } from "../spec/node-service";
import type { Mode } from "../spec/mode";
import { liveRoute, plainRoute, readTimeoutFor, type Route } from "../spec/route";
import type { NodeMajor, NodeProfile } from "../tuning/node";
import type { SettledSetting } from "../tuning/setting";
import { nodeServiceDefaults, validateNodeService } from "../validation/node-service";
import type { BuildArgs } from "./build-args";
import type { DatabaseConnection } from "./database-connection";
import { databaseReached, joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** Arguments of {@link OptimizedNodeService}. */
export interface OptimizedNodeServiceArgs extends ServiceArgs {
  /** The folder that is built. Either this or `image`. @default none */
  build?: BuildArgs;
  /** An image that is there already, with Node on its PATH. Either this or `build`. @default none */
  image?: string;
  /** Numeric user and group that it runs as; give each service its own where they share a host's files. @default "1000:1000", the official image's; in development the folder's owner */
  user?: string;
  /** Whether it runs as an image that holds all, `Mode.production`, or as the folder's source, live, `Mode.development`. @default "production": nothing that a host runs for long may change with a folder */
  mode?: Mode;
  /** Port of 127.0.0.1 that a debugger attaches to in development; `true` is 9229, Node's own. @default none */
  debug?: number | true;
  /** Port the service listens on, given to it as PORT. */
  port: number;
  /** Path that answers 200 when the service can do its work. @default "/health", the commonest */
  healthPath?: string;
  /** Its database, given to it as PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD_FILE and PGPOOL_MAX. @default none */
  database?: DatabaseConnection;
  /** Plain environment. Never secrets: everybody who may ask the engine can read it. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** Secrets by the name of the variable that leads to them: API_KEY becomes a file and API_KEY_FILE its path. @default none */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The longest it works on one request: the edge waits longer, and a stop lets it end. @default "10s": what takes longer should be answered at once and go on behind */
  longestRequest?: string;
  /** What it is tuned for: `NodeProfile.memory`, `.balanced` or `.throughput`. @default "balanced": room for new objects, without taking it from old ones */
  profile?: NodeProfile;
  /** Processes that the program starts by node:cluster, told to it as WEB_CONCURRENCY; they share the limits. @default 1: replicas behind an edge survive each other */
  workers?: number;
  /** The Node of the image: 22, 24 or 26, for the flags it takes. @default 24, supported until 2028-04-30; of a folder without Dockerfile the one that it asks for */
  nodeVersion?: NodeMajor;
  /** More flags for NODE_OPTIONS, such as "--enable-source-maps"; one that this Node does not take there is refused. @default none */
  flags?: string[];
  /** Old space of V8's heap, of each process. @default 75 % of `memory`, less in small containers, so that a leak ends with a readable error */
  heap?: string;
  /** Hard memory limit, without swap. @default "512MiB": a heap of 384 MiB and room for buffers */
  memory?: string;
  /** CPU limit. @default 1, since one process runs JavaScript on one thread */
  cpus?: number;
}

/**
 * A Node service with a heap that fits its limit, a health check its image can run, and a stop that lets it finish.
 *
 * @example
 * const api = new OptimizedNodeService("api", { build: { context: "./backend" }, port: 3001, memory: "512MiB" });
 */
export class OptimizedNodeService extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(nodeServiceDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** Node's flags with value, reason and source. */
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
  private readonly live: boolean;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: OptimizedNodeServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validateNodeService(name, args);
    const reached = databaseReached(args.database);
    const where = standing("OptimizedNodeService", name, ["files"], args.network, reached);
    declare(nodeServiceFacts(where, checked), faults);
    super("plimsoll:index:OptimizedNodeService", name, {}, opts);
    warn("OptimizedNodeService", name, warnings);
    this.network = joinNetwork(this, name, args.network, reached);
    const { network } = this.network;
    const dependsOn = args.database && [args.database.ready];
    const spec = nodeServiceSpec(name, checked);
    this.container = renderService(this, spec, {
      network,
      dependsOn,
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
