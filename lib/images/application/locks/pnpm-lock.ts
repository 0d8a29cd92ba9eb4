import { child, leaves, readIndented, type Indented } from "./indented";
import { askedBy, differing, groups, type Asked, type Lock } from "./lock";

export function readPnpmLock(text: string): Lock | undefined {
  // A manager or settings of its own stand in a document before.
  const lock = readIndented(text.slice(text.lastIndexOf("\n---\n") + 1));
  if (typeof lock["lockfileVersion"] !== "string") return undefined;
  const overridden = Object.keys(leaves(child(lock, "overrides"))).length > 0;
  return {
    differences(manifest, folder) {
      const importers = child(lock, "importers");
      const importer = importers === undefined ? lock : child(importers, folder === "" ? "." : folder);
      const [asked, locked] = [askedBy(manifest), askedOf(importer ?? {})];
      // Where an override says so, it holds other versions than package.json asks for.
      return overridden ? differing(names(asked), names(locked)) : differing(asked, locked);
    },
    packages: () =>
      Object.entries({ ...child(lock, "packages"), ...child(lock, "snapshots") })
        .filter(([key]) => forLinux(child(child(lock, "packages"), key.replace(/\(.*$/, ""))))
        .map(([key, entry]) => ({
          name: packageName(key),
          needs: Object.keys(leaves(child(entry, "dependencies"))),
          ...(child(lock, "snapshots") === undefined
            ? { script: typeof entry === "object" && entry["requiresBuild"] === "true" }
            : {}),
        })),
  };
}

/** Its form, such as 9.0, which several majors of pnpm share. */
export const pnpmLockForm = (text: string): number =>
  Number(/^lockfileVersion:\s*['"]?(\d+)/m.exec(text)?.[1] ?? Number.NaN);

function askedOf(importer: Indented): Asked {
  const before8 = leaves(child(importer, "specifiers"));
  const asked = groups.flatMap((group) =>
    Object.entries(child(importer, group) ?? {}).flatMap(([name, entry]) =>
      typeof entry === "object" && typeof entry["specifier"] === "string" ? [[name, entry["specifier"]]] : [],
    ),
  );
  return { ...before8, ...(Object.fromEntries(asked) as Asked) };
}

/** `os: [darwin]`: what is for another system is not installed here. */
const forLinux = (entry: Indented | undefined): boolean =>
  typeof entry?.["os"] !== "string" || entry["os"].includes("linux");

const names = (asked: Asked): Asked => Object.fromEntries(Object.keys(asked).map((name) => [name, ""]));

/** `@scope/name@1.0.0(react@19.0.0)`, and `/name@1.0.0` or `/name/1.0.0` before. */
const packageName = (key: string): string => /^\/?((?:@[^/]+\/)?[^@/]+)/.exec(key)?.[1] ?? key;
