import type * as docker from "@pulumi/docker";
import type { PublishedPort } from "../../spec/service-spec";

/**
 * Trap port-order: the provider reads ports back sorted by container port; another order replaces the container on each
 * `up`. (Two host ports of one container port come back as the engine has them, reversed on 20.10: a spec has none.) Trap open-to-all: without `ip` the provider binds 0.0.0.0.
 */
export function ports(published: readonly PublishedPort[]): Pick<docker.ContainerArgs, "ports"> {
  const ordered = published.toSorted((one, other) => one.container - other.container || one.host - other.host);
  return {
    ports: ordered.map(({ container, host, address }) => ({
      internal: container,
      external: host,
      ip: address,
      protocol: "tcp",
    })),
  };
}
