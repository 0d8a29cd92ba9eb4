import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../manifest";
import { groups, type Lock, type LockedPackage } from "./lock";

export function readNpmLock(text: string): Lock | undefined {
  const lock = readLock(text);
  if (lock === undefined) return undefined;
  const packages = isRecord(lock["packages"]) ? lock["packages"] : {};
  return {
    differences(manifest, folder) {
      // Lock files before npm 7 say nothing of the application itself.
      const root = packages[folder];
      if (!isRecord(root)) return [];
      return groups.filter((group) => !isDeepStrictEqual(manifest[group], root[group] ?? {}));
    },
    packages: () => lockedPackages(packages),
  };
}

export function readLock(text: string): Record<string, unknown> | undefined {
  try {
    const lock: unknown = JSON.parse(text);
    return isRecord(lock) ? lock : undefined;
  } catch {
    return undefined;
  }
}

function lockedPackages(packages: Record<string, unknown>): LockedPackage[] {
  const entries = Object.entries(packages).flatMap(([path, entry]) =>
    // What is for another system is not installed here.
    path.includes("node_modules/") && isRecord(entry) && forLinux(entry["os"]) ? [{ name: nameOf(path), entry }] : [],
  );
  const runs = entries.filter(({ entry }) => entry["dev"] !== true);
  const parts = new Set(runs.flatMap(({ name, entry }) => ("os" in entry || "cpu" in entry ? [name] : [])));
  const prepared = new Set(
    runs.flatMap(({ name, entry }) =>
      keys(entry["optionalDependencies"]).some((part) => parts.has(part)) ? [name] : [],
    ),
  );
  const found = new Map<string, LockedPackage>();
  for (const { name, entry } of entries) {
    const script = entry["hasInstallScript"] === true;
    const more = prepared.has(name) ? ({ prepared: true } as const) : {};
    if (script || !found.has(name)) found.set(name, { name, needs: keys(entry["dependencies"]), script, ...more });
  }
  return [...found.values()];
}

const keys = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : []);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const forLinux = (os: unknown): boolean => !Array.isArray(os) || os.includes("linux");
