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
  const found = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(packages)) {
    // What is for another system is not installed here.
    if (!path.includes("node_modules/") || !isRecord(entry) || !forLinux(entry["os"])) continue;
    const needs = isRecord(entry["dependencies"]) ? Object.keys(entry["dependencies"]) : [];
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const script = entry["hasInstallScript"] === true;
    if (script || !found.has(name)) found.set(name, { name, needs, script });
  }
  return [...found.values()];
}

export const forLinux = (os: unknown): boolean => !Array.isArray(os) || os.includes("linux");
