import type { Fault } from "../../validation/fault";
import type { NodeBaseMajor } from "../pinned";
import { textOf, type FolderFacts } from "./folder-facts";
import { findInstallScripts, type InstallScripts } from "./install-scripts";
import { readManifest, type Manifest } from "./manifest";
import { findNode } from "./node-version";
import { Notes, type Finding } from "./notes";
import { findPackageManager, type PackageManager } from "./package-manager";
import { checkSize } from "./size";
import { findSite, looksLikeSite, type SiteOutput } from "./site";
import { findStart, hasStart, type Start } from "./start-command";
import { findCompiled, isSource } from "./typescript";

/** What a component runs: a program that answers, or files that nginx serves. */
export type ApplicationKind = "service" | "site";

/** A Node application as its folder describes it. */
export interface Application {
  manifest: Manifest;
  manager: Finding<PackageManager>;
  node: Finding<NodeBaseMajor>;
  scripts: InstallScripts;
  /** Whether there is a script "build". */
  builds: boolean;
  /** Files and folders at the top that only the build needs. */
  buildOnly: string[];
  /** What the build makes anew, so that what lies in the folder is stale. */
  made: string[];
  result: { kind: "service"; start: Start } | { kind: "site"; output: Finding<SiteOutput> };
}

export interface Detection {
  application: Application | undefined;
  faults: Fault[];
  warnings: Fault[];
}

/** What the folder is, with everything that keeps it from being built and everything that should be mended. */
export function detectApplication(
  facts: FolderFacts,
  kind: ApplicationKind,
  { nodeVersion }: { nodeVersion?: number } = {},
): Detection {
  const notes = new Notes(facts.folder);
  const application = detect(facts, kind, nodeVersion, notes);
  const { faults, warnings } = notes;
  return { application: faults.length === 0 ? application : undefined, faults, warnings };
}

function detect(
  facts: FolderFacts,
  kind: ApplicationKind,
  nodeVersion: number | undefined,
  notes: Notes,
): Application | undefined {
  const text = textOf(facts, "package.json");
  if (text === undefined) {
    notes.fault("there is neither a Dockerfile nor a package.json", "add one of them, or name another folder");
    return undefined;
  }
  const manifest = readManifest(text, notes);
  if (manifest === undefined) return undefined;
  if (manifest.workspaces !== undefined || "pnpm-workspace.yaml" in facts.texts) {
    notes.fault("it is a workspace of several packages", "write a Dockerfile into the folder");
  }
  const manager = findPackageManager(facts, manifest, notes);
  const node = findNode(facts, manifest, nodeVersion, notes);
  const scripts = findInstallScripts(facts, manifest, manager.value, node.value, notes);
  const result = findResult(facts, manifest, kind, notes);
  checkSize(facts, notes);
  checkEnvironmentFiles(facts, kind, notes);
  if (result === undefined) return undefined;
  const builds = manifest.scripts["build"] !== undefined;
  return {
    manifest,
    manager,
    node,
    scripts,
    builds,
    buildOnly: builds ? buildOnly(facts, result) : [],
    made: builds ? made(facts, result) : [],
    result,
  };
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

/** Configurations of tools that build and test. Others, such as next.config.js, are read at run time. */
const toolFiles =
  /^(?:tsconfig.*\.json|(?:vite|vitest|jest|babel|webpack|rollup|postcss|tailwind|tsup|esbuild)\.config\.[cm]?[jt]s)$/;

/** Sources of which the compiler makes others, with what only tools read. What else lies among them, the program may read. */
function buildOnly(facts: FolderFacts, result: Application["result"]): string[] {
  const tops = [...new Set(facts.files.map((file) => file.split("/")[0] ?? file))];
  const configurations = tops.filter((name) => toolFiles.test(name));
  const compiled = findCompiled(facts);
  const sources = compiled?.sources.split("/")[0];
  if (compiled?.output === undefined || sources === undefined || sources === ".") return configurations;
  const inside = facts.files.filter((file) => file.startsWith(`${sources}/`));
  // Node and others run TypeScript as it stands.
  const started = result.kind === "service" && result.start.command.some((word) => word.startsWith(`${sources}/`));
  const needless = !started && inside.every((file) => isSource(file) || file.endsWith(".d.ts"));
  return needless ? [...configurations, sources] : configurations;
}

/** Folders of outputs; others may hold sources too. */
const outputs = /^(?:dist|build|out|\.next|\.output)$/;

function made(facts: FolderFacts, result: NonNullable<Application["result"]>): string[] {
  const output = findCompiled(facts)?.output;
  const top = result.kind === "service" ? (result.start.file?.split("/")[0] ?? "") : "";
  const named = result.kind === "site" ? result.output.value.folder : output;
  const folders = [...(named === undefined || named === "." ? [] : [named]), ...(outputs.test(top) ? [top] : [])];
  return [...new Set(folders)];
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
