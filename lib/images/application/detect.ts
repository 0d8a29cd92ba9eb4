import { posix } from "node:path";
import type { Fault } from "../../validation/fault";
import type { NodeBaseMajor } from "../pinned";
import { buildOnlyOf, madeBy } from "./build-only";
import { findDevelopment, type DevelopmentRun } from "./development-command";
import type { DevelopmentAsked } from "./development-tools";
import { textOf, type FolderFacts } from "./folder-facts";
import { findInstallScripts, ownScripts, type InstallScripts } from "./install-scripts";
import { liveWorkspace, type LiveWorkspace } from "./live-workspace";
import { readManifest, type Manifest } from "./manifest";
import { findNode } from "./node-version";
import { Notes, type Finding } from "./notes";
import { findPackageManager, type PackageManager } from "./package-manager";
import { pythonSigns } from "./python/telling-files";
import { checkSize } from "./size";
import { buildScriptOf, findSite, looksLikeSite, type SiteOutput } from "./site";
import { findStart, hasStart, type Start } from "./start-command";
import { factsOf, findWorkspace, workspacePatterns, type Workspace } from "./workspace";

/** What a component runs: a program that answers, or files that nginx serves. */
export type ApplicationKind = "service" | "site";

/** A Node application as its folder describes it. */
export interface Application {
  /** Of the package that becomes the image. */
  manifest: Manifest;
  /** All that are installed by one lock file, by folder: the application's alone under "", or a workspace's. */
  manifests: Readonly<Record<string, Manifest>>;
  /** The workspace around it, if it is part of one. Then the start command runs in the package's folder. */
  workspace?: Workspace;
  manager: Finding<PackageManager>;
  node: Finding<NodeBaseMajor>;
  scripts: InstallScripts;
  /** Whether anything runs before the image is whole: a build, or install scripts of its own. */
  builds: boolean;
  /** What runs then, in order. */
  steps: BuildStep[];
  /** Files and folders that only the build needs. At the top, but in a workspace. */
  buildOnly: string[];
  /** What the build makes anew, so that what lies in the folder is stale. */
  made: string[];
  result:
    | { kind: "service"; start: Start }
    | { kind: "site"; output: Finding<SiteOutput> }
    | { kind: "development"; run: DevelopmentRun; around?: LiveWorkspace };
}

/** A script of package.json that runs in the build. */
export interface BuildStep {
  /** Folder of its package; "" for the application's own. */
  folder: string;
  script: string;
}

export interface Detection {
  application: Application | undefined;
  faults: Fault[];
  warnings: Fault[];
}

export interface DetectOptions {
  /** The major of Node that the program asks for. */
  nodeVersion?: number;
  /** The package of a workspace that becomes the image: its folder, or its name. */
  workspace?: string;
  /** Finds how the source runs while it is written, in place of what production needs. */
  development?: DevelopmentAsked;
}

/** What the folder is, with everything that keeps it from being built and everything that should be mended. */
export function detectApplication(facts: FolderFacts, kind: ApplicationKind, options: DetectOptions = {}): Detection {
  const notes = new Notes(facts.folder);
  const application = detect(facts, kind, options, notes);
  const { faults, warnings } = notes;
  return { application: faults.length === 0 ? application : undefined, faults, warnings };
}

function detect(
  facts: FolderFacts,
  kind: ApplicationKind,
  options: DetectOptions,
  notes: Notes,
): Application | undefined {
  const plainPage = kind === "site" && facts.files.includes("index.html");
  const text = textOf(facts, "package.json") ?? (plainPage ? "{}" : undefined);
  if (text === undefined) {
    const python = kind === "service" && pythonSigns.some((file) => facts.files.includes(file));
    const remedy = python ? "describe it with OptimizedPythonService" : "add one of them, or name another folder";
    notes.fault("there is neither a Dockerfile nor a package.json", remedy);
    return undefined;
  }
  const root = readManifest(text, notes);
  if (root === undefined) return undefined;
  const patterns = workspacePatterns(facts, root);
  if (patterns === undefined && options.workspace !== undefined)
    notes.fault("it is no workspace: neither package.json nor pnpm-workspace.yaml names packages", "leave it out");
  const workspace = patterns && findWorkspace(facts, patterns, options.workspace, notes);
  const manifests: Record<string, Manifest> = { "": root, ...manifestsOf(workspace) };
  const manager = findPackageManager(facts, root, manifests, notes);
  if (patterns !== undefined && workspace === undefined) return undefined;
  const manifest = manifests[workspace?.folder ?? ""] ?? root;
  const engines = { ...root.engines, ...manifest.engines };
  const node = findNode(facts, { ...manifest, engines }, options.nodeVersion, notes);
  const scripts = findInstallScripts(facts, root, manager.value, node.value, notes);
  const inner = workspace === undefined ? facts : factsOf(facts, workspace.folder);
  const innerNotes = notes.of(inner.folder);
  const { development } = options;
  const result =
    development === undefined
      ? findResult(inner, manifest, kind, innerNotes)
      : workspace === undefined
        ? findLive(facts, manifest, { kind, asked: development }, notes)
        : findLiveIn(workspace, { facts, root, manager: manager.value }, { kind, asked: development }, notes);
  if (development === undefined) {
    checkSize(facts, notes);
    checkEnvironmentFiles(facts, kind, notes);
  }
  if (result === undefined) return undefined;
  const steps = stepsOf(root, kind, workspace);
  const builds = steps.length > 0;
  const all = partsOf(facts, workspace, startOrPage(result));
  return {
    manifest,
    manifests,
    ...(workspace === undefined ? {} : { workspace }),
    manager,
    node,
    scripts,
    builds,
    steps,
    buildOnly: builds ? all.buildOnly : [],
    made: builds ? all.made : [],
    result,
  };
}

const manifestsOf = (workspace: Workspace | undefined): Record<string, Manifest> =>
  Object.fromEntries((workspace?.packages ?? []).map(({ folder, manifest }) => [folder, manifest]));

/** Install scripts of its own run first, since they make what is compiled with; a workspace's packages are built in order. */
function stepsOf(root: Manifest, kind: ApplicationKind, workspace: Workspace | undefined): BuildStep[] {
  const steps = (manifest: Manifest, folder: string): BuildStep[] => {
    const build = kind === "site" ? buildScriptOf(manifest) : "build";
    const built = build !== undefined && manifest.scripts[build] !== undefined ? [build] : [];
    return [...ownScripts(manifest), ...built].map((script) => ({ folder, script }));
  };
  if (workspace === undefined) return steps(root, "");
  const first = ownScripts(root).map((script) => ({ folder: "", script }));
  return [...first, ...workspace.needed.flatMap((one) => steps(one.manifest, one.folder))];
}

/** What the build of each part leaves needless, and makes anew. */
function partsOf(
  facts: FolderFacts,
  workspace: Workspace | undefined,
  result: { start?: Start; page?: string },
): { buildOnly: string[]; made: string[] } {
  if (workspace === undefined) return { buildOnly: buildOnlyOf(facts, result.start), made: madeBy(facts, result) };
  const outside = facts.files.filter((file) => !file.includes("/"));
  const top = buildOnlyOf({ ...facts, files: outside, texts: {} }, undefined);
  const parts = workspace.needed.map(({ folder }) => {
    const [inner, own] = [factsOf(facts, folder), folder === workspace.folder ? result : {}];
    const below = (name: string): string => `${folder}/${name}`;
    return { buildOnly: buildOnlyOf(inner, own.start).map(below), made: madeBy(inner, own).map(below) };
  });
  return { buildOnly: [...top, ...parts.flatMap((part) => part.buildOnly)], made: parts.flatMap((part) => part.made) };
}

function findResult(
  facts: FolderFacts,
  manifest: Manifest,
  kind: ApplicationKind,
  notes: Notes,
): Application["result"] | undefined {
  if (kind === "site") {
    const output = findSite(facts, manifest, notes);
    return output && { kind, output };
  }
  if (!hasStart(manifest) && looksLikeSite(manifest)) {
    notes.fault('it builds a page and has no script "start"', "describe it with StaticSite");
    return undefined;
  }
  const start = findStart(facts, manifest, notes);
  return start && { kind, start };
}

const startOrPage = (result: Application["result"]): { start?: Start; page?: string } =>
  result.kind === "service"
    ? { start: result.start }
    : result.kind === "site"
      ? { page: result.output.value.folder }
      : {};

type Live = Extract<Application["result"], { kind: "development" }>;

/** Programs that the whole workspace asks for serve the package too, and edits of what it needs count. */
function findLiveIn(
  workspace: Workspace,
  { facts, root, manager }: { facts: FolderFacts; root: Manifest; manager: PackageManager },
  { kind, asked }: { kind: ApplicationKind; asked: DevelopmentAsked },
  notes: Notes,
): Live | undefined {
  const { folder, needed } = workspace;
  const inner = factsOf(facts, folder);
  const own = needed.at(-1)?.manifest ?? root;
  const beside = needed.filter((one) => one.folder !== folder).map((one) => posix.relative(folder, one.folder));
  const manifest = { ...own, around: { ...root.dependencies, ...root.devDependencies } };
  const live = findLive(inner, manifest, { kind, asked: { ...asked, beside } }, notes.of(inner.folder));
  return live && { ...live, around: liveWorkspace(facts, root, workspace, manager, notes) };
}

/** A page that production can't serve is refused in development already. */
function findLive(
  facts: FolderFacts,
  manifest: Manifest,
  { kind, asked }: { kind: ApplicationKind; asked: DevelopmentAsked },
  notes: Notes,
): Live | undefined {
  const page = kind === "site" ? findSite(facts, manifest, notes) : undefined;
  if (kind === "site" && page === undefined) return undefined;
  if (page?.value.folder === ".") {
    notes.fault(
      "it is served as it stands, without a program that follows edits",
      'add one: npm install --save-dev vite, and write "dev": "vite" and "build": "vite build"',
    );
    return undefined;
  }
  const run = findDevelopment(facts, manifest, kind, asked, notes);
  return run && { kind: "development", run };
}

/** A page's variables are read at its build, a service's when it starts: neither finds these files. */
function checkEnvironmentFiles({ environmentFiles }: FolderFacts, kind: ApplicationKind, notes: Notes): void {
  if (environmentFiles.length === 0 || kind === "service") return;
  const files = environmentFiles.join(", ");
  notes.warn(
    `${files} ${environmentFiles.length === 1 ? "is" : "are"} not in the build, since such files hold secrets`,
    'write what the page may show everybody: build: { args: { VITE_API: "/api" } }',
  );
}
