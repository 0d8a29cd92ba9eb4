import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { renderNetwork } from "../engines/docker/network";
import { validateNetwork } from "../validation/network";
import { refuse } from "./refuse";

/** Arguments of {@link ServiceNetwork}. */
export interface ServiceNetworkArgs {
  /** IPv4 subnet in CIDR form, such as "172.20.0.0/16". @default one the engine picks, since a fixed one can collide on another host */
  subnet?: string;
  /** Largest packet in bytes. @default 1500, what Ethernet carries; less behind a tunnel */
  mtu?: number;
  /** Cuts the network off from the outside world. @default false: services reach the internet, nobody reaches them unless a port is published */
  internal?: boolean;
  /** Lets services reach the outside under the host's address. @default true: otherwise answers do not come back */
  masquerade?: boolean;
  /** Lets services reach each other. @default true: what the network is for */
  interContainer?: boolean;
}

/**
 * A bridge network of the stack's own. Services on it find each other by their names; nothing else on the host reaches
 * them, unless they publish a port.
 *
 * @example
 * const network = new ServiceNetwork("shop", { subnet: "172.20.0.0/16" });
 */
export class ServiceNetwork extends pulumi.ComponentResource {
  /** Name of the network in its program. */
  public readonly logicalName: string;
  /** Name of the network on the engine. */
  public readonly networkName: pulumi.Output<string>;
  /** The engine's network. */
  public readonly network: docker.Network;

  /** @throws pulumi.InputPropertiesError with every fault of the arguments */
  constructor(name: string, args: ServiceNetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { spec, faults } = validateNetwork(name, args);
    refuse("ServiceNetwork", name, faults);
    super("plimsoll:index:ServiceNetwork", name, {}, opts);
    this.logicalName = name;
    this.network = renderNetwork(this, spec);
    this.networkName = this.network.name;
    this.registerOutputs({ networkName: this.networkName });
  }
}
