import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { NetworkSpec } from "../../spec/network-spec";
import { networkHooks } from "./hooks";
import { engineName, stackLabel } from "./names";

/** Trap pool-overlap: a network with a fixed subnet can't be made before the old one is gone. */
export function renderNetwork(parent: pulumi.Resource, spec: NetworkSpec): docker.Network {
  const name = engineName(spec.name);
  return new docker.Network(
    `${spec.name}-network`,
    {
      name,
      driver: "bridge",
      internal: spec.internal,
      ipamConfigs: spec.subnet === undefined ? undefined : [{ subnet: spec.subnet }],
      options: {
        "com.docker.network.bridge.enable_icc": String(spec.interContainer),
        "com.docker.network.bridge.enable_ip_masquerade": String(spec.masquerade),
        "com.docker.network.driver.mtu": String(spec.mtu),
      },
      labels: [{ label: "plimsoll.stack", value: stackLabel() }],
    },
    { parent, deleteBeforeReplace: true, hooks: networkHooks(name, spec.subnet) },
  );
}
