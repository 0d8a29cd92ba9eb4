import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { chownSync, mkdirSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import type { ContainerSpec, SourceFolder } from "../../spec/service-spec";
import type { RenderedImage } from "./image";
import { engineName, labels } from "./names";

/** What a container mounts to see its source live. */
export interface RenderedSource {
  mounts: { type: string; source: string; target: string; readOnly: boolean }[] | undefined;
  volumes: { volumeName: pulumi.Output<string>; containerPath: string; readOnly: boolean }[];
}

/**
 * The folder itself, and over it what the container has to itself. The engine fills an empty volume with what the image
 * has there; so the image's version is in its name, and other dependencies begin a volume of their own. As a mount and not as a
 * volume: for that the engine would make a folder that is missing, as root.
 */
export function renderSource(parent: pulumi.Resource, spec: ContainerSpec, image: RenderedImage): RenderedSource {
  const { source } = spec;
  if (source === undefined) return { mounts: undefined, volumes: [] };
  const volumes = source.own.map((folder) => {
    const purpose = folder.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "");
    const volume = new docker.Volume(
      `${spec.name}-${purpose}`,
      { name: engineName(spec.name, `${purpose}-${image.version}`), labels: labels(spec, "scratch") },
      { parent },
    );
    return { volumeName: volume.name, containerPath: posix.resolve(source.path, folder), readOnly: false };
  });
  const { path, readOnly, original } = source;
  const places = [
    { target: path, readOnly },
    ...(original === undefined ? [] : [{ target: original, readOnly: true }]),
  ];
  return {
    // The engine takes absolute paths only.
    mounts: places.map((place) => ({ type: "bind", source: resolve(source.folder), ...place })),
    volumes,
  };
}

/**
 * Trap mountpoint: where a volume lies inside of a mounted folder, the engine needs a folder to lay it over. In one that is mounted
 * read-only it can't make it and fails ("read-only file system"), in another it makes it as root. So it is there before,
 * empty, and belongs to whom the folder belongs.
 */
export function makeMountpoints({ folder, own }: SourceFolder): void {
  const { uid, gid } = statSync(folder);
  const parts = own
    .filter((name) => !posix.isAbsolute(name))
    .flatMap((name) => name.split("/").map((_, at, all) => all.slice(0, at + 1).join("/")));
  for (const path of parts.map((part) => join(folder, part))) {
    const made = mkdirSync(path, { recursive: true });
    if (made !== undefined && process.getuid?.() === 0) chownSync(made, uid, gid);
  }
}
