/** A mapping as its indentation shows it; values are texts as they stand, without quotes. */
export interface Indented {
  [key: string]: Indented | string;
}

/**
 * Reads what yarn and pnpm write: mappings by indentation, of which yarn's first version has no colons. A parser of all YAML takes
 * a second for a lock file of 1 MB, and every preview reads it.
 */
export function readIndented(text: string): Indented {
  const root: Indented = {};
  const open: { depth: number; node: Indented }[] = [{ depth: -1, node: root }];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("- ") || trimmed === "---") continue;
    const depth = line.length - line.trimStart().length;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const parent = open.at(-1)?.node ?? root;
    if (trimmed.endsWith(":")) {
      const node: Indented = {};
      parent[unquoted(trimmed.slice(0, -1))] = node;
      open.push({ depth, node });
    } else {
      const [, key, value] = /^("[^"]*"|'[^']*'|[^\s:]+(?::[^\s:]+)*):?\s+(.*)$/.exec(trimmed) ?? [];
      if (key !== undefined && value !== undefined) parent[unquoted(key)] = unquoted(value);
    }
  }
  return root;
}

/** A key of several parts keeps their quotes. */
const unquoted = (text: string): string => /^(["'])([^"']*)\1$/.exec(text)?.[2] ?? text;

export const child = (node: Indented | string | undefined, key: string): Indented | undefined => {
  const found = typeof node === "object" ? node[key] : undefined;
  return typeof found === "object" ? found : undefined;
};

/** The texts of a mapping. */
export const leaves = (node: Indented | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(node ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
