import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerSpec } from "../../spec/service-spec";
import { engineName, labels } from "./names";

/**
 * Trap emptied-volume: any change of a volume's properties deletes it with its data and creates an empty one, without a
 * word. So changes are ignored, and `destroy` leaves the volume on the engine, where the next `up` finds it by its name.
 */
export function renderVolumes(parent: pulumi.Resource, spec: ContainerSpec) {
  return spec.volumes.map(({ purpose, path }) => {
    const volume = new docker.Volume(
      `${spec.name}-${purpose}`,
      { name: engineName(spec.name, purpose), labels: labels(spec, "data") },
      { parent, retainOnDelete: true, ignoreChanges: ["labels", "driver", "driverOpts"] },
    );
    return { volumeName: volume.name, containerPath: path, readOnly: false };
  });
}
