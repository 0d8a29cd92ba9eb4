import { textOf, type FolderFacts } from "./folder-facts";
import { isRecord, readManifest, type Manifest } from "./manifest";
import type { Notes } from "./notes";
import { yamlOf } from "./script-policy";

/** A package of a workspace. */
export interface WorkspacePackage {
  /** Its folder in the workspace, such as "packages/api". */
  folder: string;
  manifest: Manifest;
}

/** Several packages that are installed by one lock file, of which one becomes the image. */
export interface Workspace {
  /** The package that becomes the image. */
  folder: string;
  packages: WorkspacePackage[];
  /** Those that the image is made of: each after what it needs, the image's own at last. */
  needed: WorkspacePackage[];
}

/** Patterns of the packages' folders; undefined for a folder that is no workspace. */
export function workspacePatterns(facts: FolderFacts, { workspaces }: Manifest): string[] | undefined {
  const pnpm = yamlOf(textOf(facts, "pnpm-workspace.yaml"))["packages"];
  const named = pnpm ?? (isRecord(workspaces) ? workspaces["packages"] : workspaces);
  return Array.isArray(named) ? named.map(String) : undefined;
}

/** The workspace around the package that the program names. */
export function findWorkspace(
  facts: FolderFacts,
  patterns: readonly string[],
  asked: string | undefined,
  notes: Notes,
): Workspace | undefined {
  const packages = readPackages(facts, patterns, notes);
  const names = packages.map(({ folder }) => `"${folder}"`).join(", ") || "none";
  const folder = asked === undefined ? undefined : plain(asked);
  const own = packages.find((one) => one.folder === folder || (asked !== undefined && one.manifest.name === asked));
  if (own !== undefined) return { folder: own.folder, packages, needed: inOrder(own, packages) };
  const example = packages[0]?.folder ?? "packages/api";
  if (asked === undefined) {
    notes.fault(
      `it is a workspace of several packages: ${names}`,
      `name the one that becomes the image: build: { workspace: "${example}" }`,
    );
  } else notes.fault(`the workspace has no package "${asked}"; it has ${names}`, `write workspace: "${example}"`);
  return undefined;
}

function readPackages(facts: FolderFacts, patterns: readonly string[], notes: Notes): WorkspacePackage[] {
  const matches = folderRules(patterns);
  return facts.files.flatMap((file) => {
    const folder = file.endsWith("/package.json") ? file.slice(0, -"/package.json".length) : "";
    const text = facts.texts[file];
    if (folder === "" || text === undefined || !matches(folder)) return [];
    const manifest = readManifest(text, notes, file);
    return manifest === undefined ? [] : [{ folder, manifest }];
  });
}

/** `packages/*`, `apps/**`, `!packages/old`: a star stands for a part of the path, two for any. */
function folderRules(patterns: readonly string[]): (folder: string) => boolean {
  const rules = patterns.map((pattern) => {
    const excludes = pattern.startsWith("!");
    const parts = plain(pattern.replace(/^!/, "")).split("/");
    const text = parts.map((part) => (part === "**" ? "(?:[^/]+/)*" : `${glob(part)}/`)).join("");
    return { excludes, expression: new RegExp(`^${text.replace(/\/$/, "/?")}$`) };
  });
  return (folder) =>
    rules.some(({ excludes, expression }) => !excludes && matching(expression, folder)) &&
    !rules.some(({ excludes, expression }) => excludes && matching(expression, folder));
}

const matching = (expression: RegExp, folder: string): boolean =>
  expression.test(folder) || expression.test(`${folder}/`);

const glob = (part: string): string =>
  part
    .replaceAll(/[.+^$()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(",", "|")})`);

const plain = (folder: string): string => folder.replace(/^\.\//, "").replace(/\/+$/, "");

/** What a package is made of, in the order in which it is built. */
function inOrder(own: WorkspacePackage, packages: readonly WorkspacePackage[]): WorkspacePackage[] {
  const ordered = new Set<WorkspacePackage>();
  const visiting = new Set<WorkspacePackage>();
  const visit = (one: WorkspacePackage): void => {
    if (visiting.has(one)) return;
    visiting.add(one);
    const { dependencies, devDependencies, optionalDependencies } = one.manifest;
    const needs = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const other of packages) if (other.manifest.name !== undefined && other.manifest.name in needs) visit(other);
    ordered.add(one);
  };
  visit(own);
  return [...ordered];
}

/** The facts of one package, as if its folder stood alone. */
export function factsOf(facts: FolderFacts, folder: string): FolderFacts {
  const start = `${folder}/`;
  const inside = (path: string): string[] => (path.startsWith(start) ? [path.slice(start.length)] : []);
  return {
    ...facts,
    folder: `${facts.folder.replace(/\/$/, "")}/${folder}`,
    files: facts.files.flatMap(inside),
    texts: Object.fromEntries(
      Object.entries(facts.texts).flatMap(([path, text]) => inside(path).map((name) => [name, text])),
    ),
  };
}
