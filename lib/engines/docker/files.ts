import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { ContainerSpec } from "../../spec/service-spec";
import { containerOptions } from "./container-options";
import type { RenderedImage } from "./image";
import { engineName, labels } from "./names";

/** Files brought to a container: what it mounts, and the label that replaces it when one of them changes. */
export interface RenderedFiles {
  mounts: { volumeName: pulumi.Output<string>; containerPath: string; readOnly: boolean }[];
  labels: Record<string, pulumi.Output<string>>;
}

/**
 * Trap no-upload: a read-only container takes no uploads. A container that never starts carries them into small volumes,
 * one for each folder, which the service mounts read-only. The contents are secret in the state and stand in no environment.
 */
export function renderFiles(parent: pulumi.Resource, spec: ContainerSpec, image: RenderedImage): RenderedFiles {
  if (spec.files.length === 0) return { mounts: [], labels: {} };
  const folders = [...new Set(spec.files.map(({ path }) => posix.dirname(path)))].toSorted();
  const volumes = folders.map((folder) => renderFolder(parent, spec.name, folder));
  const seed = new docker.Container(
    `${spec.name}-files`,
    {
      name: engineName(spec.name, "files"),
      image: image.id,
      start: false,
      mustRun: false,
      networkMode: "none",
      labels: labels(spec, "files"),
      volumes: volumes.map(({ volumeName, containerPath }) => ({ volumeName, containerPath })),
      uploads: spec.files
        .toSorted((one, other) => (one.path < other.path ? -1 : 1))
        .map(({ path, content }) => ({ file: path, content: pulumi.secret(content), permissions: "0444" })),
    },
    { parent, ...containerOptions },
  );
  return { mounts: volumes.map((volume) => ({ ...volume, readOnly: true })), labels: { "plimsoll.files": seed.id } };
}

function renderFolder(parent: pulumi.Resource, name: string, folder: string) {
  const suffix = `files-${createHash("sha256").update(folder).digest("hex").slice(0, 6)}`;
  const volume = new docker.Volume(`${name}-${suffix}`, { name: engineName(name, suffix) }, { parent });
  return { volumeName: volume.name, containerPath: folder };
}
