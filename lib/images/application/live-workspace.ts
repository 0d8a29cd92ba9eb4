import { madeBy } from "./build-only";
import type { FolderFacts } from "./folder-facts";
import { ownScripts } from "./install-scripts";
import { readLock } from "./locks/npm-lock";
import { isRecord, type Manifest } from "./manifest";
import type { Notes } from "./notes";
import type { PackageManager } from "./package-manager";
import { factsOf, type Workspace, type WorkspacePackage } from "./workspace";

/** What lies around a package whose source is run. */
export interface LiveWorkspace {
  /** Folders of packages that have modules of their own, beside those at the top. */
  modules: string[];
  /** What runs before the package's program, in order. */
  parts: LivePart[];
  /** Whether scripts of theirs may call the manager, which is then there. */
  callsManager: boolean;
}

/** A package with scripts that run at each start. */
export interface LivePart {
  /** "" for the workspace's own. */
  folder: string;
  scripts: string[];
  /** Whether it is built, or part of what is built: in a copy that follows its source. */
  copied: boolean;
  /** What of it is not copied, since the build makes it. */
  skips: string[];
  /** Folders of packages that it is built from. */
  needs: string[];
}

export function liveWorkspace(
  facts: FolderFacts,
  root: Manifest,
  workspace: Workspace,
  manager: PackageManager,
  notes: Notes,
): LiveWorkspace {
  const found = workspace.needed.map((one) => partOf(facts, one, workspace, notes));
  // An edit of what goes into a build builds again too; so it is followed in the same way.
  const followed = new Set<string>();
  for (const { folder, copied, needs } of found.toReversed())
    if (copied || followed.has(folder)) for (const other of [folder, ...needs]) followed.add(other);
  followed.delete(workspace.folder);
  const parts = [
    { folder: "", scripts: ownScripts(root), copied: false, skips: [], needs: [] },
    ...found.map((part) => ({ ...part, copied: followed.has(part.folder) })),
  ].filter(({ scripts, copied }) => copied || scripts.length > 0);
  const manifests = new Map(workspace.needed.map(({ folder, manifest }) => [folder, manifest]));
  const running = parts.flatMap(({ folder }) => Object.values((manifests.get(folder) ?? root).scripts));
  return {
    modules: workspace.needed.filter((one) => hasModules(facts, one, workspace, manager)).map(({ folder }) => folder),
    parts,
    callsManager:
      manager.name !== "npm" && running.some((script) => new RegExp(`(?:^|[\\s;&|])${manager.name}\\s`).test(script)),
  };
}

/** npm's lock file says where each package lies; the others may give each one a folder. Tools keep caches in the one of the package that runs. */
function hasModules(
  { texts }: FolderFacts,
  { folder, manifest }: WorkspacePackage,
  workspace: Workspace,
  { name, lockFile, exact }: PackageManager,
): boolean {
  if (folder === workspace.folder) return true;
  const packages = name === "npm" && exact ? readLock(texts[lockFile ?? ""] ?? "")?.["packages"] : undefined;
  if (isRecord(packages)) return Object.keys(packages).some((path) => path.startsWith(`${folder}/node_modules/`));
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).length > 0;
}

function partOf(
  facts: FolderFacts,
  { folder, manifest }: WorkspacePackage,
  workspace: Workspace,
  notes: Notes,
): LivePart {
  const scripts = ownScripts(manifest);
  const inner = factsOf(facts, folder);
  const entries = entriesOf(manifest);
  const skips = [...new Set(entries.flatMap((file) => madeBy(inner, { start: { file } })))];
  const absent = entries.find((file) => !isThere(file, inner.files, skips));
  // Its own program is run from the source.
  const copied = folder !== workspace.folder && absent !== undefined && manifest.scripts["build"] !== undefined;
  if (folder !== workspace.folder && absent !== undefined && !copied && manifest.main !== undefined) {
    notes
      .of(inner.folder)
      .warn(
        `package.json names ${absent}, which is no source, and there is no script "build" that makes it`,
        'write "build": "tsc", or name the source',
      );
  }
  const needs = workspace.needed.flatMap((other) =>
    other.manifest.name !== undefined &&
    other.manifest.name in { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
      ? [other.folder]
      : [],
  );
  return { folder, scripts: copied ? [...scripts, "build"] : scripts, copied, skips, needs };
}

/** Files that other packages load of this one. */
function entriesOf({ main, raw }: Manifest): string[] {
  const named = [...(main === undefined ? [] : [main]), ...exported(raw["exports"])];
  const files = named.filter((file) => !file.endsWith(".json")).map((file) => file.replace(/^\.\//, ""));
  return files.length === 0 ? ["index.js"] : [...new Set(files)];
}

/** Of what Node takes: types are for compilers, and other conditions are asked for by nobody here. */
function exported(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (!isRecord(value)) return [];
  const taken = Object.entries(value).filter(([key]) => /^(?:\..*|node|import|require|module-sync|default)$/.test(key));
  return taken.flatMap(([, inner]) => exported(inner));
}

/** Whether Node finds it among the sources. */
function isThere(file: string, files: readonly string[], made: readonly string[]): boolean {
  if (made.some((folder) => file === folder || file.startsWith(`${folder}/`))) return false;
  const [start = ""] = file.split("*");
  if (start !== file) return files.some((name) => name.startsWith(start));
  const plain = file.replace(/\/$/, "");
  return ["", ".js", ".cjs", ".json", "/index.js"].some((ending) => files.includes(plain + ending));
}
