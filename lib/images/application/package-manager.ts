import { textOf, type FolderFacts } from "./folder-facts";
import { readBunLock } from "./locks/bun-lock";
import type { Lock } from "./locks/lock";
import { readNpmLock } from "./locks/npm-lock";
import { pnpmLockForm, readPnpmLock } from "./locks/pnpm-lock";
import { readYarnLock, yarnLockForm } from "./locks/yarn-lock";
import { usualVersions, type ManagerName } from "./manager-versions";
import type { Manifest } from "./manifest";
import type { Finding, Notes } from "./notes";

/** How the dependencies are installed. */
export interface PackageManager {
  name: ManagerName;
  /** The version that installs them. Undefined for the npm that comes with Node. */
  version?: string;
  /** The lock file, where there is one. */
  lockFile?: LockFile;
  /** What it says, where it can be read. */
  lock?: Lock;
  /** Whether the lock file and package.json say the same, so that exactly what is locked can be installed. */
  exact: boolean;
}

export type LockFile = keyof typeof lockFiles;

const lockFiles = {
  "npm-shrinkwrap.json": "npm",
  "package-lock.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
} as const satisfies Record<string, ManagerName>;

export const lockFileNames = Object.keys(lockFiles) as LockFile[];

/** What each manager writes, and how it writes that without installing. */
const writing: Record<ManagerName, { lockFile: LockFile; command: string; read: (text: string) => Lock | undefined }> =
  {
    npm: { lockFile: "package-lock.json", command: "npm install --package-lock-only", read: readNpmLock },
    pnpm: { lockFile: "pnpm-lock.yaml", command: "pnpm install --lockfile-only", read: readPnpmLock },
    yarn: { lockFile: "yarn.lock", command: "yarn install", read: readYarnLock },
    bun: { lockFile: "bun.lock", command: "bun install --lockfile-only", read: readBunLock },
  };

/** Which manager the folder's lock file and `packageManager` name, where they agree. `packages` are all manifests, by folder. */
export function findPackageManager(
  facts: FolderFacts,
  manifest: Manifest,
  packages: Readonly<Record<string, Manifest>>,
  notes: Notes,
): Finding<PackageManager> {
  const found = lockFileNames.filter((file) => file in facts.texts);
  const declared = readDeclared(manifest, notes);
  const managers = [...new Set(found.map((file) => lockFiles[file]))];
  const names = found.join(" and ");
  if (managers.length > 1) {
    notes.fault(
      `${names} are of ${managers.join(" and ")}, and one of them is stale`,
      "remove those that nobody writes",
    );
  } else if (declared !== undefined && managers[0] !== undefined && managers[0] !== declared.name) {
    notes.fault(
      `packageManager in package.json is "${declared.name}@${declared.version}", ${names} is of ${managers[0]}`,
      `remove ${names} and install with ${declared.name} once, or correct packageManager`,
    );
  }
  const name = managers[0] ?? declared?.name ?? (textOf(facts, "pnpm-workspace.yaml") === undefined ? "npm" : "pnpm");
  const lockFile = found.find((file) => lockFiles[file] === name && file !== "bun.lockb");
  if (lockFile === undefined && found.includes("bun.lockb")) {
    notes.fault(
      "bun.lockb can be read by bun alone",
      "write it as text, and remove it: `bun install --save-text-lockfile --lockfile-only`",
    );
  }
  const version = declared?.name === name ? declared.version : usualVersion(name, facts);
  const manager = { name, ...(version === undefined ? {} : { version }) };
  if (lockFile === undefined) {
    warnOfMissing(name, packages, notes);
    return { value: { ...manager, exact: false }, from: declared === undefined ? "package.json" : "packageManager" };
  }
  return { value: { ...manager, lockFile, ...agreement(facts, name, lockFile, packages, notes) }, from: lockFile };
}

/** `npm@11.2.0+sha512.abc`, as corepack has it. */
function readDeclared({ packageManager }: Manifest, notes: Notes): { name: ManagerName; version: string } | undefined {
  if (packageManager === undefined) return undefined;
  const [, name, version] = /^([a-z]+)@(\d+\.\d+\.\d+[\w.-]*)(?:\+.*)?$/.exec(packageManager) ?? [];
  if (name !== undefined && version !== undefined && name in writing) return { name: name as ManagerName, version };
  notes.fault(
    `packageManager in package.json is "${packageManager}", which names no manager with its version`,
    'write one such as "npm@11.2.0", or leave it out',
  );
  return undefined;
}

function usualVersion(name: ManagerName, facts: FolderFacts): string | undefined {
  if (name === "npm") return undefined;
  if (name === "bun") return usualVersions.bun;
  if (name === "yarn") return usualYarn(facts);
  const form = pnpmLockForm(textOf(facts, "pnpm-lock.yaml") ?? "");
  return usualVersions[form === 5 ? "pnpm 5" : form === 6 ? "pnpm 6" : "pnpm 9"];
}

/** The first generation has no .yarnrc.yml; in it, others name the file that is their program, with its version. */
function usualYarn(facts: FolderFacts): string {
  const settings = textOf(facts, ".yarnrc.yml");
  const named = /^yarnPath:.*yarn-(\d+\.\d+\.\d+)\.[cm]?js/m.exec(settings ?? "")?.[1];
  if (named !== undefined) return named;
  const lock = textOf(facts, "yarn.lock");
  if (lock === undefined || lock.trim() === "") return usualVersions[settings === undefined ? "yarn 1" : "yarn 10"];
  const form = yarnLockForm(lock);
  if (form === 1) return usualVersions["yarn 1"];
  if (form < 8) return usualVersions["yarn 6"];
  return usualVersions[form === 8 ? "yarn 8" : form === 9 ? "yarn 9" : "yarn 10"];
}

function warnOfMissing(name: ManagerName, packages: Readonly<Record<string, Manifest>>, notes: Notes): void {
  if (Object.values(packages).every((manifest) => dependencyCount(manifest) === 0)) return;
  const { lockFile, command } = writing[name];
  notes.warn(
    "there is no lock file, so two builds may take different versions",
    `commit a ${lockFile}: \`${command}\``,
  );
}

const dependencyCount = ({ dependencies, devDependencies, optionalDependencies }: Manifest): number =>
  [dependencies, devDependencies, optionalDependencies].flatMap(Object.keys).length;

/** Each manager refuses to install exactly what is locked where package.json asks for something else. */
function agreement(
  facts: FolderFacts,
  name: ManagerName,
  lockFile: LockFile,
  packages: Readonly<Record<string, Manifest>>,
  notes: Notes,
): Pick<PackageManager, "exact" | "lock"> {
  const { command, read } = writing[name];
  const text = textOf(facts, lockFile) ?? "";
  const lock = read(text);
  if (lock === undefined) {
    const form = lockFile.endsWith(".json") ? "is no JSON" : `is nothing that ${name} wrote`;
    notes.fault(`${lockFile} ${form}`, `make it anew: \`${command}\``);
    return { exact: false };
  }
  const stale = Object.entries(packages).flatMap(([folder, manifest]) =>
    lock.differences(manifest, folder).map((what) => (folder === "" ? what : `${what} of ${folder}`)),
  );
  if (stale.length === 0) return { exact: true, lock };
  notes.warn(
    `${lockFile} is older than package.json (${stale.slice(0, 5).join(", ")} differ), so what it does not lock is taken as it comes`,
    `commit the new one: \`${command}\``,
  );
  return { exact: false, lock };
}
