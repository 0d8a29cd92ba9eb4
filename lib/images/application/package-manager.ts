import { isDeepStrictEqual } from "node:util";
import { textOf, type FolderFacts, type TellingFile } from "./folder-facts";
import { isRecord, type Manifest } from "./manifest";
import type { Finding, Notes } from "./notes";

/** How the dependencies are installed. */
export interface PackageManager {
  name: "npm";
  /** Where package.json names one, that version installs them; else the one that comes with Node. */
  version?: string;
  /** The lock file, where there is one. */
  lockFile?: "package-lock.json" | "npm-shrinkwrap.json";
  /** Whether the lock file and package.json say the same, so that exactly what is locked can be installed. */
  exact: boolean;
}

const lockFiles: Partial<Record<TellingFile, string>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/** Which manager the folder's lock file and `packageManager` name, where they agree. */
export function findPackageManager(facts: FolderFacts, manifest: Manifest, notes: Notes): Finding<PackageManager> {
  const found = (Object.entries(lockFiles) as [TellingFile, string][]).filter(([file]) => file in facts.texts);
  const declared = readDeclared(manifest, notes);
  const managers = [...new Set(found.map(([, manager]) => manager))];
  const names = found.map(([file]) => file).join(" and ");
  if (managers.length > 1) {
    notes.fault(
      `${names} are of ${managers.join(" and ")}, and one of them is stale`,
      "remove those that nobody writes",
    );
  } else if (declared !== undefined && managers.length === 1 && managers[0] !== declared.name) {
    notes.fault(
      `packageManager in package.json is "${declared.name}@${declared.version}", ${names} is of ${managers[0]}`,
      `remove ${names} and install with ${declared.name} once, or correct packageManager`,
    );
  } else if (managers[0] !== undefined && managers[0] !== "npm") {
    unbuilt(managers[0], names, notes);
  } else if (managers.length === 0 && declared !== undefined && declared.name !== "npm") {
    unbuilt(declared.name, "packageManager in package.json", notes);
  }
  const version = declared?.name === "npm" ? { version: declared.version } : {};
  return npm(facts, manifest, version, notes);
}

const unbuilt = (manager: string, from: string, notes: Notes): void =>
  notes.fault(
    `${from} asks for ${manager}, which no Dockerfile is made for yet`,
    "write a Dockerfile into the folder, or a package-lock.json: `npm install --package-lock-only`",
  );

/** `npm@11.2.0+sha512.abc`, as corepack has it. */
function readDeclared({ packageManager }: Manifest, notes: Notes): { name: string; version: string } | undefined {
  if (packageManager === undefined) return undefined;
  const [, name, version] = /^([a-z]+)@(\d+\.\d+\.\d+[\w.-]*)(?:\+.*)?$/.exec(packageManager) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  notes.fault(
    `packageManager in package.json is "${packageManager}", which names no manager with its version`,
    'write one such as "npm@11.2.0", or leave it out',
  );
  return undefined;
}

function npm(
  facts: FolderFacts,
  manifest: Manifest,
  version: { version?: string },
  notes: Notes,
): Finding<PackageManager> {
  const lockFile = (["npm-shrinkwrap.json", "package-lock.json"] as const).find((file) => file in facts.texts);
  if (lockFile === undefined) {
    if (dependencyCount(manifest) > 0) {
      notes.warn(
        "there is no lock file, so two builds may take different versions",
        "commit a package-lock.json: `npm install --package-lock-only`",
      );
    }
    return { value: { name: "npm", exact: false, ...version }, from: "package.json" };
  }
  const exact = agrees(manifest, textOf(facts, lockFile) ?? "", lockFile, notes);
  return { value: { name: "npm", lockFile, exact, ...version }, from: lockFile };
}

const dependencyCount = ({ dependencies, devDependencies, optionalDependencies }: Manifest): number =>
  [dependencies, devDependencies, optionalDependencies].flatMap(Object.keys).length;

/** `npm ci` refuses a lock file that does not hold what package.json asks for. */
function agrees(manifest: Manifest, text: string, lockFile: string, notes: Notes): boolean {
  const root = lockedRoot(text, lockFile, notes);
  if (root === undefined) return true;
  const missing = (["dependencies", "devDependencies", "optionalDependencies"] as const).filter(
    (group) => !isDeepStrictEqual(manifest[group], root[group] ?? {}),
  );
  if (missing.length === 0) return true;
  notes.warn(
    `${lockFile} is older than package.json (${missing.join(", ")} differ), so what it does not lock is taken as it comes`,
    "commit the new one: `npm install --package-lock-only`",
  );
  return false;
}

/** What the lock file says of the application itself; lock files before npm 7 don't. */
function lockedRoot(text: string, lockFile: string, notes: Notes): Record<string, unknown> | undefined {
  const lock = readLock(text);
  if (lock === undefined) {
    notes.fault(`${lockFile} is no JSON`, "make it anew: `npm install --package-lock-only`");
    return undefined;
  }
  const root = isRecord(lock["packages"]) ? lock["packages"][""] : undefined;
  return isRecord(root) ? root : undefined;
}

export function readLock(text: string): Record<string, unknown> | undefined {
  try {
    const lock: unknown = JSON.parse(text);
    return isRecord(lock) ? lock : undefined;
  } catch {
    return undefined;
  }
}
