import type { Project } from "./project";
import { normalName } from "./requirement";
import { tableAt, tablesAt, textAt, textsAt, type Table } from "./toml";

/** What uv.lock says. */
export interface UvLock {
  /** Names of all that is installed for the project itself, without what only its developers need. */
  installed: ReadonlySet<string>;
  /** What pyproject.toml asked for when it was written: name, extras and versions, as one text each. */
  asked: readonly string[];
}

export function readUvLock(table: Table): UvLock {
  const packages = tablesAt(table, "package");
  const root = packages.find((entry) => isRoot(tableAt(entry, "source")));
  const asked = root === undefined ? [] : tablesAt(tableAt(root, "metadata"), "requires-dist");
  return {
    installed: root === undefined ? new Set() : reached(packages, root),
    asked: asked
      .filter((entry) => !/\bextra\b/.test(textAt(entry, "marker") ?? ""))
      .map((entry) => {
        const address = ["git", "url", "path"].some((name) => name in entry);
        const versions = address ? "" : (textAt(entry, "specifier") ?? "");
        return asText(textAt(entry, "name") ?? "", textsAt(entry, "extras"), versions);
      })
      .toSorted(),
  };
}

export const isRoot = (source: Table): boolean => source["editable"] === "." || source["virtual"] === ".";

/** Whether the lock file was written for what pyproject.toml asks for now. */
export function agrees({ asked }: UvLock, { requirements }: Project): boolean {
  const now = requirements.map(({ name, extras, rest }) => asText(name, extras, rest.replace(/;.*/, ""))).toSorted();
  // The same name may stand twice, with markers.
  return [...new Set(now)].join("\n") === [...new Set(asked)].join("\n");
}

const asText = (name: string, extras: readonly string[], versions: string): string => {
  const parts = versions.startsWith("@") ? [] : versions.split(",").filter((part) => part !== "");
  return `${normalName(name)}[${extras.map(normalName).toSorted().join()}]${parts.toSorted().join()}`;
};

function reached(packages: readonly Table[], root: Table): Set<string> {
  const byName = new Map<string, Table[]>();
  for (const entry of packages) {
    const name = normalName(textAt(entry, "name") ?? "");
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  const names = new Set<string>();
  const visit = (asked: readonly Table[]): void => {
    for (const entry of asked) {
      const name = normalName(textAt(entry, "name") ?? "");
      const extras = textsAt(entry, "extra");
      const key = [name, ...extras].join(" ");
      if (seen.has(key)) continue;
      seen.add(key);
      names.add(name);
      for (const found of byName.get(name) ?? []) {
        visit(tablesAt(found, "dependencies"));
        for (const extra of extras) visit(tablesAt(tableAt(found, "optional-dependencies"), extra));
      }
    }
  };
  const seen = new Set<string>();
  visit(tablesAt(root, "dependencies"));
  return names;
}
