import { isRecord } from "./manifest";
import { forLinux, readLock } from "./locks/npm-lock";

/**
 * Packages that have parts in C, prepared for each system in packages of their own: sharp and its kin. They load them by names
 * that are put together as they run. Read from npm's lock file; of other managers' nothing is known.
 */
export function findPrebuilt(lock: string): string[] {
  const packages = readLock(lock)?.["packages"];
  if (!isRecord(packages)) return [];
  const entries = Object.entries(packages).flatMap(([path, entry]) =>
    path !== "" && isRecord(entry) && entry["dev"] !== true && forLinux(entry["os"])
      ? [{ name: nameOf(path), entry }]
      : [],
  );
  const forOneSystem = new Set(entries.flatMap(({ name, entry }) => ("os" in entry || "cpu" in entry ? [name] : [])));
  const users = entries.filter(({ entry }) => {
    const optional = entry["optionalDependencies"];
    return isRecord(optional) && Object.keys(optional).some((name) => forOneSystem.has(name));
  });
  return [...new Set(users.map(({ name }) => name))].toSorted();
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
