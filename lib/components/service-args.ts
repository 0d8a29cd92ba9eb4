import type { ContainerOverrides } from "../engines/docker/container";
import type { ServiceNetwork } from "./service-network";

/**
 * The health check the engine runs inside the container. Engines before 25 know no start interval: there the probe runs
 * every 3 s with so many more retries that a failure is noticed no later.
 */
export interface HealthArgs {
  /** Time between two probes of a started container. @default the component's own, see its page */
  interval?: string;
  /** A probe that takes longer has failed. @default the component's own, see its page */
  timeout?: string;
  /** Time in which failing probes do not count yet. @default the component's own, see its page */
  startPeriod?: string;
  /** Failures in a row that make a container unhealthy. @default the component's own, see its page */
  retries?: number;
}

/** Properties set over the component's own. The way out where an argument is missing; not checked. */
export interface OverridesArgs {
  /** Properties of the provider's container, applied last. @default none */
  container?: ContainerOverrides;
}

/** What every service takes. */
export interface ServiceArgs {
  /** The network it joins, reachable there under its own name. @default that of its database or its routes, else one of its own: Docker's default bridge resolves no names */
  network?: ServiceNetwork;
  /** Hard memory limit, without swap, such as "512MiB" or "2g". @default the component's own, see its page */
  memory?: string;
  /** Memory kept for it when the host runs short. @default half of `memory`: what a service uses at rest */
  memoryReservation?: string;
  /** CPU limit: 0.5 is half of one CPU. @default the component's own, see its page */
  cpus?: number;
  /** CPUs it gets when all services want some; a weight. @default half of `cpus`, so that a busy host shares by the limits */
  cpusReserved?: number;
  /** Limit of processes and threads. @default 256: far above what the services need, far below a fork bomb */
  pids?: number;
  /** The health check's times. @default the component's own, see its page */
  health?: HealthArgs;
  /** Time to finish work between the stop signal and the kill. @default the component's own, see its page */
  stopGrace?: string;
  /** Port of the host to answer on. @default none: reachable on its network only */
  publish?: number;
  /** Address of the host that `publish` binds to; "0.0.0.0" opens it to the world. @default "127.0.0.1", reachable from the host only */
  publishAddress?: string;
  /** Promises that this program breaks knowingly, by the names that the refusals tell. @default none: what breaks one is refused */
  acknowledge?: string[];
  /** Properties of the container set over the component's own. @default none */
  overrides?: OverridesArgs;
}
