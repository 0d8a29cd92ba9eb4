import type { Application } from "../application/detect";
import { readLock } from "../application/locks/npm-lock";
import { isRecord, type Manifest } from "../application/manifest";
import type { PackageManager } from "../application/package-manager";

/** What managers read of package.json to install; measured: `npm ci` asks for no other field, name and version included. */
const installing = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bundleDependencies",
  "bundledDependencies",
  "overrides",
  "allowScripts",
  "workspaces",
  // pnpm's, yarn's and bun's.
  "pnpm",
  "resolutions",
  "dependenciesMeta",
  "packageExtensions",
  "trustedDependencies",
  "patchedDependencies",
  "catalog",
  "catalogs",
];

/** What a lock file repeats of package.json without need. A version bump by `npm version` edits it in both. */
const repeated = ["name", "version", "license", "engines", "bin", "funding", "hasInstallScript"];

/** Files that say how is installed, beside the lock file: they lie in no image. */
const settings = ["pnpm-workspace.yaml", ".pnpmfile.cjs", ".pnpmfile.js", ".npmrc", ".yarnrc", ".yarnrc.yml"];

/** Files of the folder that only a manager reads, or writes. */
export const managersOwn = (file: string): boolean =>
  /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|\.pnp\..*|\.yarn\/.*)$/.test(
    file,
  ) || settings.includes(file);

/** What lies at the top after an install and is no part of the application. */
export function managersFiles({ name, lockFile }: PackageManager): string[] {
  const written = { npm: "package-lock.json", pnpm: "pnpm-lock.yaml", yarn: "yarn.lock", bun: "bun.lock" };
  const more = {
    npm: [],
    pnpm: ["pnpm-workspace.yaml", ".pnpmfile.cjs"],
    yarn: [".yarnrc", ".yarnrc.yml", ".yarn"],
    bun: [],
  };
  return ["node_modules", lockFile ?? written[name], ".npmrc", ...more[name]];
}

/**
 * The files that the dependencies are installed from, reduced to what decides about them: an edit of version, scripts or
 * description then leaves their layer alone.
 */
export function manifestFiles(
  { manifests, manager }: Pick<Application, "manifests" | "manager">,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const { lockFile, name } = manager.value;
  const needed = asked(manifests);
  const reduced = Object.entries(manifests).map(([folder, manifest]) => {
    const fields = [...installing, ...identity(folder, manifest, manager.value, needed)];
    return [folder === "" ? "package.json" : `${folder}/package.json`, json(only(manifest.raw, fields))];
  });
  const lock = lockFile === undefined ? {} : { [lockFile]: reducedLock(texts[lockFile] ?? "", name) };
  return { ...(Object.fromEntries(reduced) as Record<string, string>), ...lock, ...settingFiles(name, texts) };
}

/** A package of a workspace is found by its name, and fits by its version; the application itself has no need of either. */
function identity(
  folder: string,
  { name = "", workspaces }: Manifest,
  manager: PackageManager,
  needed: ReadonlySet<string>,
): string[] {
  const classic = manager.name === "yarn" && (manager.version ?? "").startsWith("1.");
  // The first yarn passes over a package without a version, and takes only what is private for a workspace.
  if (folder !== "")
    return needed.has(name) || manager.name === "npm" || classic ? ["name", "version", "bin"] : ["name"];
  if (classic) return workspaces === undefined ? [] : ["private"];
  // The later yarn finds the application in the lock file by its name.
  return manager.name === "yarn" ? ["name"] : [];
}

const asked = (manifests: Readonly<Record<string, Manifest>>): ReadonlySet<string> =>
  new Set(
    Object.values(manifests).flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      [dependencies, devDependencies, optionalDependencies].flatMap(Object.keys),
    ),
  );

function reducedLock(text: string, manager: PackageManager["name"]): string {
  if (manager === "bun") return text.replace(/("workspaces":\s*\{\s*"":\s*\{)\s*"name":\s*"[^"]*",/, "$1");
  if (manager !== "npm") return text;
  const lock = readLock(text);
  if (lock === undefined) return text;
  const { packages, ...rest } = without(lock, ["name", "version"]);
  if (!isRecord(packages)) return json(rest);
  const root = isRecord(packages[""]) ? without(packages[""], repeated) : {};
  return json({ ...rest, packages: { ...packages, "": root } });
}

/** The manager's own settings, and what it takes in place of what was published. */
function settingFiles(
  manager: PackageManager["name"],
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const files: [string, string][] = [[".npmrc", npmSettings(texts[".npmrc"] ?? "")]];
  if (manager === "yarn") files.push([".yarnrc.yml", yarnSettings(texts[".yarnrc.yml"] ?? "")]);
  for (const [file, text] of Object.entries(texts)) {
    const pnpms = manager === "pnpm" && /^(?:pnpm-workspace\.yaml|\.pnpmfile\.c?js)$/.test(file);
    const yarns = manager === "yarn" && /^\.yarn\/(?:patches|plugins)\//.test(file);
    const patches = (manager === "pnpm" || manager === "bun") && /^patches\//.test(file);
    if (pnpms || yarns || patches) files.push([file, text]);
  }
  return Object.fromEntries(files.filter(([, text]) => text !== ""));
}

/** Settings that change what is installed, without the lines that let somebody in: those come as a build secret. */
export function npmSettings(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[#;]/.test(line) && !isCredential(line));
  return lines.map((line) => `${line}\n`).join("");
}

/** The same of yarn's; the program that it names is installed by npm, whose packages are checked. */
const yarnSettings = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter(
      (line) =>
        line.trim() !== "" && !/^\s*#|npmAuth(?:Token|Ident)|httpsKeyFilePath|httpsCertFilePath|^yarnPath:/.test(line),
    )
    .map((line) => `${line}\n`)
    .join("");

export const hasCredentials = (text: string): boolean => text.split(/\r?\n/).some((line) => isCredential(line.trim()));

const isCredential = (line: string): boolean =>
  /^[^#;=]*(?:_auth|_authToken|_password|username|email|certfile|keyfile|\bkey|\bcert)\s*=/i.test(line);

const only = (record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (name in record ? [[name, record[name]]] : [])));

const without = (record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
