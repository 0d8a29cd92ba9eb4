import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { demandOf } from "../facts/demand";
import { registryCacheFacts } from "../facts/registry-cache";
import type { Demand } from "../plan/demand";
import { registryCacheSpec } from "../spec/registry-cache";
import { registryPort } from "../tuning/registry";
import type { SettledSetting } from "../tuning/setting";
import { registryCacheDefaults, validateRegistryCache } from "../validation/registry-cache";
import { joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** An account at the registry that a mirror fetches from. */
export interface RegistryCredentialsArgs {
  /** Name of the account. */
  username: pulumi.Input<string>;
  /** Its password, or better a token that may only read; kept secret. */
  password: pulumi.Input<string>;
}

/** Arguments of {@link RegistryCache}. */
export interface RegistryCacheArgs extends ServiceArgs {
  /** The registry that it is a mirror of, such as "https://registry-1.docker.io": it fetches from there what it lacks, keeps it, and takes no pushes. @default none: it keeps what is pushed to it, such as the layers of builds */
  upstream?: string;
  /** The account that a mirror fetches with. What it may read, everybody who reaches the mirror may read. @default none: what is public */
  credentials?: RegistryCredentialsArgs;
  /** How long a mirror keeps what it fetched, at least an hour. @default "168h", a week, as distribution itself has it */
  keep?: string;
  /** Room that its volume will take, such as "20GiB", for the plan of the host; nothing holds it to that. @default none: the plan does not count it */
  storage?: string;
  /** Official image of distribution 3.1.1 or newer, pinned. @default "registry:3.1.2", of the one series that is mended */
  image?: string;
  /** Hard memory limit, without swap. @default "128MiB": 10 at rest, the rest for transfers and their pages */
  memory?: string;
  /** CPU limit. @default 1: checking what passes through is computing */
  cpus?: number;
}

/**
 * A registry of the stack's own: builds keep their layers in it, or it is a mirror of another registry. Its data outlives the stack.
 *
 * @example
 * const cache = new RegistryCache("cache", { publish: 5000 });
 * const api = new OptimizedNodeService("api", { build: { context: "./backend", cache }, port: 3001 });
 */
export class RegistryCache extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(registryCacheDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** What stands before the names of its images on the engine's own host, such as "127.0.0.1:5000"; undefined where it is not published there. */
  public readonly host: string | undefined;
  /** The registry that it is a mirror of. */
  public readonly upstream: string | undefined;
  /** The registry's settings with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: RegistryCacheArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validateRegistryCache(name, args);
    const where = standing("RegistryCache", name, ["files"], args.network);
    declare(registryCacheFacts(where, checked), faults);
    super("plimsoll:index:RegistryCache", name, {}, opts);
    warn("RegistryCache", name, warnings);
    this.network = joinNetwork(this, name, args.network);
    const { network } = this.network;
    this.container = renderService(this, registryCacheSpec(name, checked), {
      network,
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    }).container;
    this.host = checked.host;
    this.upstream = checked.upstream;
    this.settings = checked.settings;
    this.address = pulumi.output(`${name}:${registryPort}`);
    this.registerOutputs({ address: this.address });
  }
}
