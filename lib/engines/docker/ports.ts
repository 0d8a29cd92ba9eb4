import type * as docker from "@pulumi/docker";
import type { PublishedPort } from "../../spec/service-spec";

/**
 * Trap port-order: the engine lists ports by container port, then host port; another order replaces the container on
 * each `up`. Trap open-to-all: without `ip` the provider binds 0.0.0.0.
 */
export function ports(published: readonly PublishedPort[]): Pick<docker.ContainerArgs, "ports"> {
  const ordered = published.toSorted((one, other) => one.container - other.container || one.host - other.host);
  return {
    ports: ordered.map(({ container, host, address }) => ({ internal: container, external: host, ip: address, protocol: "tcp" })),
  };
}
