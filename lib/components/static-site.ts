import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderService } from "../engines/docker/container";
import { demandOf } from "../facts/demand";
import { staticSiteFacts } from "../facts/nginx";
import type { Demand } from "../plan/demand";
import type { Mode } from "../spec/mode";
import { liveRoute, plainRoute, type Route } from "../spec/route";
import { staticSiteSpec } from "../spec/static-site";
import type { SettledSetting } from "../tuning/setting";
import { staticSiteDefaults, validateStaticSite } from "../validation/static-site";
import type { BuildArgs } from "./build-args";
import { joinNetwork, standing } from "./joined-network";
import { contradictionsOn, declare } from "./program";
import { warn } from "./refuse";
import type { ServiceArgs } from "./service-args";
import type { ServiceNetwork } from "./service-network";

/** Arguments of {@link StaticSite}. */
export interface StaticSiteArgs extends ServiceArgs {
  /** The folder that is built into an image of nginx with the site's files. Either this or `image`. @default none */
  build?: BuildArgs;
  /** An image of nginx with the site's files. Either this or `build`. @default none */
  image?: string;
  /** Whether nginx serves built files, `Mode.production`, or the builder's own server the folder's source, live, `Mode.development`. @default "production": nothing that a host runs for long may change with a folder */
  mode?: Mode;
  /** Port it listens on. @default 3000, apart from what services and edge usually take */
  port?: number;
  /** Folder of the files in the image. @default "/usr/share/nginx/html", the official image's */
  root?: string;
  /** Path of files whose names carry a hash of their content; kept by browsers for a year. @default "/assets/", where Vite puts them; of a folder without Dockerfile where its builder does */
  hashedPath?: string;
  /** Answers unknown paths with index.html. @default true: a page built by Vite routes itself */
  singlePage?: boolean;
  /** Hard memory limit, without swap. @default "64MiB": nginx needs 4, open files and buffers some more; in development 512MiB */
  memory?: string;
  /** CPU limit. @default 0.5: files cost little; in development 1 */
  cpus?: number;
}

/**
 * Built files served by nginx: compressed beforehand, kept for ever where their names say what they hold.
 *
 * @example
 * const frontend = new StaticSite("frontend", { build: { context: "./frontend" } });
 */
export class StaticSite extends pulumi.ComponentResource {
  /** What it asks of a host when nothing else is said, for {@link planHost}. */
  public static readonly demand: Demand = demandOf(staticSiteDefaults);

  /** Host and port as other services on the network see them. */
  public readonly address: pulumi.Output<string>;
  /** Settings of nginx, or in development of Node, with value, reason and source. */
  public readonly settings: SettledSetting[];
  /** The network it is on. */
  public readonly network: ServiceNetwork;
  /** The engine's container. */
  public readonly container: docker.Container;
  /** Its host name on the network. */
  public readonly serviceName: string;
  /** The port it listens on. */
  public readonly port: number;

  private readonly live: boolean;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { checked, faults, warnings } = validateStaticSite(name, args);
    const where = standing("StaticSite", name, ["files"], args.network);
    declare(staticSiteFacts(where, checked), faults);
    super("plimsoll:index:StaticSite", name, {}, opts);
    warn("StaticSite", name, warnings);
    this.network = joinNetwork(this, name, args.network);
    const { network } = this.network;
    this.container = renderService(this, staticSiteSpec(name, checked), {
      network,
      hostCheck: contradictionsOn,
      overrides: args.overrides?.container,
    }).container;
    this.live = checked.live !== undefined;
    this.serviceName = name;
    this.port = checked.port;
    this.settings = checked.settings;
    this.address = pulumi.output(`${name}:${checked.port}`);
    this.registerOutputs({ address: this.address });
  }

  /** A route of the edge to this site. The site compresses by itself. */
  route(path: string): Route {
    const { serviceName: service, port, network } = this;
    return { ...plainRoute, ...(this.live ? liveRoute : {}), path, service, port, network, compress: false };
  }
}
