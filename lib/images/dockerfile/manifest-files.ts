import type { Manifest } from "../application/manifest";
import { isRecord } from "../application/manifest";
import { readLock, type PackageManager } from "../application/package-manager";

/** What npm reads of package.json to install; measured: `npm ci` asks for no other field, name and version included. */
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
];

/** What a lock file repeats of package.json without need. A version bump by `npm version` edits it in both. */
const repeated = ["name", "version", "license", "engines", "bin", "funding", "hasInstallScript"];

/**
 * The files that the dependencies are installed from, reduced to what decides about them: an edit of version, scripts or
 * description then leaves their layer alone.
 */
export function manifestFiles(
  manifest: Manifest,
  { lockFile }: PackageManager,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const settings = npmSettings(texts[".npmrc"] ?? "");
  return {
    "package.json": json(only(manifest.raw, installing)),
    ...(lockFile === undefined ? {} : { [lockFile]: reducedLock(texts[lockFile] ?? "") }),
    ...(settings === "" ? {} : { ".npmrc": settings }),
  };
}

function reducedLock(text: string): string {
  const lock = readLock(text);
  if (lock === undefined) return text;
  const { packages, ...rest } = without(lock, ["name", "version"]);
  if (!isRecord(packages)) return json(rest);
  const root = isRecord(packages[""]) ? without(packages[""], repeated) : {};
  return json({ ...rest, packages: { ...packages, "": root } });
}

/** Settings that change what is installed, without the lines that let somebody in: those come as a build secret. */
export function npmSettings(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[#;]/.test(line) && !isCredential(line));
  return lines.map((line) => `${line}\n`).join("");
}

export const hasCredentials = (text: string): boolean => text.split(/\r?\n/).some((line) => isCredential(line.trim()));

const isCredential = (line: string): boolean =>
  /^[^#;=]*(?:_auth|_authToken|_password|username|email|certfile|keyfile|\bkey|\bcert)\s*=/i.test(line);

const only = (record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (name in record ? [[name, record[name]]] : [])));

const without = (record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
