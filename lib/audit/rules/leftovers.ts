import { dependencyFolder } from "../read/telling";
import type { Placed } from "../overlay";
import { megabytes, sizeOf } from "../view";
import type { AuditRule } from "./rule";
import { count } from "./secret-files";

/** Files by the folder they lie in, where a pattern's first group is that folder. */
function byFolder(files: readonly Placed[], pattern: RegExp): Map<string, Placed[]> {
  const folders = new Map<string, Placed[]>();
  for (const placed of files) {
    const folder = placed.entry.kind === "file" ? pattern.exec(placed.entry.path)?.[1] : undefined;
    if (folder === undefined) continue;
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [placed]);
    else known.push(placed);
  }
  return folders;
}

const placesOf = (folders: ReadonlyMap<string, readonly Placed[]>) =>
  [...folders]
    .map(([folder, files]) => ({ folder, files, bytes: sizeOf(files) }))
    // Locks and marks of nothing.
    .filter(({ bytes }) => bytes > 0)
    .toSorted((one, other) => other.bytes - one.bytes)
    .flatMap(({ folder, files: [first, ...more], bytes }) => {
      if (first === undefined) return [];
      const gone = first.hiddenBy ? `, deleted by layer ${first.hiddenBy.number}` : "";
      const what = `/${folder} (${count(more.length + 1, "file", "files")}, ${megabytes(bytes)}${gone})`;
      return [{ what, layer: first.layer }];
    });

const versionControl = /^((?:.*\/)?\.(?:git|hg|svn|bzr))\//;

/** The whole history of a project, and with it every secret that was ever committed. */
export const noVersionControl: AuditRule = {
  name: "no-version-control",
  says: "has no folder of a version control in any layer",
  severity: "medium",
  source: "docs.docker.com, .dockerignore",
  check: ({ everything }) => {
    const own = everything.filter(({ entry }) => entry.path.includes("/.") || entry.path.startsWith("."));
    const folders = byFolder(
      own.filter(({ entry }) => !dependencyFolder.test(entry.path)),
      versionControl,
    );
    if (folders.size === 0) return [];
    const remedy = "write **/.git in .dockerignore; what is deleted in a later layer is still there";
    return [{ problem: "the history of the sources is in it", remedy, places: placesOf(folders) }];
  },
};

const caches =
  /^(var\/lib\/apt\/lists|var\/cache\/apt|var\/cache\/apk|var\/cache\/(?:dnf|yum)|(?:root|home\/[^/]+)\/(?:\.npm|\.cache|\.yarn\/cache|\.bun\/install\/cache|\.local\/share\/pnpm)|usr\/local\/share\/\.cache|tmp|var\/tmp)\//;
const smallCache = 200e3;

/** They help the next installation, which there is none of in a container. */
export const noCaches: AuditRule = {
  name: "no-caches",
  says: "has no caches of package managers and no temporary files",
  severity: "low",
  source: "hadolint DL3009, DL3019 and DL3042",
  check: ({ visible }) => {
    const folders = byFolder([...visible.values()], caches);
    if (sizeOf([...folders.values()].flat()) < smallCache) return [];
    const remedy = "RUN --mount=type=cache for them, or delete them in the RUN that fills them";
    const total = megabytes(sizeOf([...folders.values()].flat()));
    return [{ problem: `${total} are caches and temporary files`, remedy, places: placesOf(folders) }];
  },
};
