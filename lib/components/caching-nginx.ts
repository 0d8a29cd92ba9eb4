import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { demandOf } from "../facts/demand";
import { cachingNginxFacts } from "../facts/nginx";
import type { Demand } from "../plan/demand";
import { cachingNginxSpec } from "../spec/caching-nginx";
import type { Route } from "../spec/route";
import type { SettledSetting } from "../tuning/setting";
import { cachingNginxDefaults, validateCachingNginx } from "../validation/caching-nginx";
import { joinNetwork, routesReached, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** Arguments of {@link CachingNginx}. */
export interface CachingNginxArgs extends ServiceArgs {
  /** What is served where: `[api.route("/api/"), frontend.route("/")]`. The longest prefix wins. */
  routes: Route[];
  /** Official alpine image of nginx 1.30 or newer, pinned. @default "nginx:1.30.6-alpine", above the floor that maps and rewrites need */
  image?: string;
  /** Memory for kept answers; counts against `memory`. @default a quarter of `memory`, so that buffers and workers keep the rest */
  cacheSize?: string;
  /** Hard memory limit, without swap. @default "128MiB": 4 for nginx at rest, 32 for the cache, the rest for connections */
  memory?: string;
  /** CPU limit. @default 0.5: proxying costs little */
  cpus?: number;
}

/**
 * The door of a stack: nginx that sends paths to services, keeps what they declare public and fresh, compresses, passes
 * WebSockets on, and tells services the truth about their clients.
 *
 * @example
 * const edge = new CachingNginx("edge", { routes: [api.route("/api/"), frontend.route("/")], publish: 8080 });
 */
export class CachingNginx extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(cachingNginxDefaults);

  /** Where people reach it; its own address on the network when nothing is published. */
  public readonly url: pulumi.Output<string>;
  /** nginx's settings with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The whole configuration, as nginx reads it. */
  public readonly configuration: string;
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: CachingNginxArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validateCachingNginx(name, args);
    const reached = routesReached(args.routes);
    const where = standing("CachingNginx", name, ["files"], args.network, reached);
    declare(cachingNginxFacts(where, checked, args.routes ?? []), faults);
    super("plimsoll:index:CachingNginx", name, {}, opts);
    warn("CachingNginx", name, warnings);
    this.network = joinNetwork(this, name, args.network, reached);
    const { network } = this.network;
    this.container = renderService(this, cachingNginxSpec(name, checked), {
      network,
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    }).container;
    this.settings = checked.settings;
    this.configuration = checked.configuration;
    this.url = this.container.id.apply(() => checked.url);
    this.registerOutputs({ url: this.url });
  }
}
