import { child, leaves, readIndented, type Indented } from "./indented";
import { askedBy, differing, type Asked, type Lock } from "./lock";

/** The first major version of yarn and the later ones write files of one name and several forms. */
export const yarnLockForm = (text: string): number => Number(/^__metadata:\s*version: (\d+)/m.exec(text)?.[1] ?? 1);

export function readYarnLock(text: string): Lock | undefined {
  if (/^(?:<{7}|>{7})/m.test(text)) return undefined;
  const entries = readIndented(text);
  const differences: Lock["differences"] =
    yarnLockForm(text) === 1
      ? (manifest) => unlocked(entries, askedBy(manifest), Object.keys(resolutionsOf(manifest.raw)))
      : (manifest, folder) => {
          const own = child(entries, entryOf(entries, folder) ?? "");
          return differing(withoutProtocol(askedBy(manifest)), withoutProtocol(leaves(child(own, "dependencies"))));
        };
  return {
    differences,
    packages: () =>
      Object.entries(entries)
        .filter(([, entry]) => typeof entry === "object" && forLinux(entry["conditions"]))
        .map(([key, entry]) => ({
          name: packageName(key),
          needs: Object.keys(leaves(child(entry, "dependencies"))),
        })),
  };
}

/** The first version's lock file has no entry of the application: each version that is asked for must be one's key. */
function unlocked(entries: Indented, asked: Asked, resolved: readonly string[]): string[] {
  const keys = new Set(Object.keys(entries).flatMap((key) => key.split(", ").map((part) => part.replaceAll('"', ""))));
  const local = (version: string): boolean => /^(?:file|link|workspace):/.test(version);
  return Object.entries(asked)
    .filter(([name, version]) => !keys.has(`${name}@${version}`) && !resolved.includes(name) && !local(version))
    .map(([name]) => name);
}

/** `"api@workspace:packages/api"`, after others by which the workspace names it. */
const entryOf = (entries: Indented, folder: string): string | undefined =>
  Object.keys(entries).find((key) => key.split(", ").some((part) => part.endsWith(`@workspace:${folder || "."}`)));

/** `os=darwin & cpu=arm64`: what is for another system is not installed here. */
const forLinux = (conditions: unknown): boolean =>
  typeof conditions !== "string" || !conditions.includes("os=") || conditions.includes("os=linux");

const withoutProtocol = (asked: Asked): Asked =>
  Object.fromEntries(Object.entries(asked).map(([name, version]) => [name, version.replace(/^npm:/, "")]));

const resolutionsOf = ({ resolutions }: Record<string, unknown>): object =>
  typeof resolutions === "object" && resolutions !== null ? resolutions : {};

const packageName = (key: string): string => /^"?((?:@[^/]+\/)?[^@/]+)/.exec(key)?.[1] ?? key;
