import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { renderTask } from "../engines/docker/task";
import { demandOf } from "../facts/demand";
import { n8nFacts } from "../facts/n8n";
import type { Demand } from "../plan/demand";
import { n8nSpec, n8nWorkflowsSpec } from "../spec/n8n";
import { plainRoute, type Route } from "../spec/route";
import type { SettledSetting } from "../tuning/setting";
import { n8nDefaults, validateN8n } from "../validation/n8n";
import type { DatabaseConnection } from "./database-connection";
import { databaseReached, joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** The account that owns the instance. */
export interface N8nOwnerArgs {
  email: string;
  /** Kept secret; n8n gets its hash only. 8 to 64 characters, with a capital letter and a digit. */
  password: pulumi.Input<string>;
  /** @default "Instance" */
  firstName?: string;
  /** @default "Owner" */
  lastName?: string;
}

/** Arguments of {@link N8nEngine}. */
export interface N8nEngineArgs extends ServiceArgs {
  /** Its PostgreSQL: `db.client("n8n")`. */
  database: DatabaseConnection;
  /** Encrypts the credentials that users store; kept secret. Lost with it are all of them. */
  encryptionKey: pulumi.Input<string>;
  /** The owner's account, as code. @default none: the first visitor of the editor becomes the owner */
  owner?: N8nOwnerArgs;
  /** Folder of workflows in JSON, installed and activated by the owner at each change. @default none */
  workflows?: string;
  /** Address of the editor as browsers see it, with its path: "http://localhost:8080/n8n/". @default the service's own address on its network */
  publicUrl?: string;
  /** Official image of n8n 2 or newer, pinned. @default "n8nio/n8n:2.41.1", never moving: there is no way back from a newer schema */
  image?: string;
  /** Production executions that may run at once. @default 10: n8n's own default is no limit, until memory ends */
  concurrency?: number;
  /** An execution that takes longer is ended. @default "5m" */
  executionTimeout?: string;
  /** The longest a workflow may ask for. @default "30m" */
  executionTimeoutMax?: string;
  /** How long finished executions are kept. @default "168h", a week: long enough to look into a failure */
  retention?: string;
  /** Largest body of a request. @default "64MiB": files that webhooks receive */
  payload?: string;
  /** IANA name of the zone that schedules run in. @default "UTC": the same on every host; n8n's own default is New York */
  timezone?: string;
  /** Old space of the main process's heap. @default two thirds of `memory`; the rest is for the runner of Code nodes, expressions and native memory */
  heap?: string;
  /** Variables by n8n's own names, over the derived ones; a name that n8n doesn't read is refused. Never secrets. @default none */
  settings?: Record<string, string>;
  /** Secret values by n8n's own names: N8N_SMTP_PASS becomes a file and N8N_SMTP_PASS_FILE its path. @default none */
  secrets?: Record<string, pulumi.Input<string>>;
  /** Hard memory limit, without swap. @default "1536MiB": a heap of 1 GiB, the runner and the cache */
  memory?: string;
  /** CPU limit. @default 2: one for executions and one for the editor */
  cpus?: number;
}

/**
 * n8n on PostgreSQL: limits that bound executions, history that is pruned, secrets in files, workflows as code.
 *
 * @example
 * const automation = new N8nEngine("automation", { database: db.client("n8n"), encryptionKey: config.requireSecret("n8nKey") });
 */
export class N8nEngine extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(n8nDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** Every variable that is derived, with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;
  /** Its host name on the network. */
  public readonly serviceName: string;
  /** Largest body it accepts, in MiB; the edge allows the same. */
  public readonly maxBodyMiB: number;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: N8nEngineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validateN8n(name, args);
    const reached = databaseReached(args.database);
    const where = standing("N8nEngine", name, ["files", "workflows", "workflows-files"], args.network, reached);
    declare(n8nFacts(where, checked), faults);
    super("plimsoll:index:N8nEngine", name, {}, opts);
    warn("N8nEngine", name, warnings);
    this.network = joinNetwork(this, name, args.network, reached);
    const { network } = this.network;
    const around = {
      network,
      dependsOn: [args.database.ready],
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    };
    const { container, image } = renderService(this, n8nSpec(name, checked), around);
    const workflows = n8nWorkflowsSpec(name, checked);
    if (workflows !== undefined) renderTask(this, workflows, image, { network, dependsOn: [container] });
    this.container = container;
    this.settings = checked.settings;
    this.serviceName = name;
    this.maxBodyMiB = checked.maxBodyMiB;
    this.address = pulumi.output(`${name}:5678`);
    this.registerOutputs({ address: this.address });
  }

  /** A route of the edge to the editor and the webhooks. The editor's push is a WebSocket with a ping a minute. */
  route(path: string): Route {
    const { serviceName: service, maxBodyMiB, network } = this;
    return {
      ...plainRoute,
      path,
      service,
      network,
      port: 5678,
      stripPrefix: true,
      webSocket: true,
      maxBodyMiB,
      readTimeoutSeconds: 3600,
    };
  }
}
