/** A package's name as the index compares it. */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");

/** What one line of requirements asks for. */
export interface Requirement {
  /** Normalised. */
  name: string;
  extras: string[];
  /** The rest without spaces: versions, address, marker. */
  rest: string;
}

/** Reads `fastapi[standard] >= 0.115 ; python_version < "3.13"`; undefined where it begins with no name. */
export function readRequirement(text: string): Requirement | undefined {
  const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(.*)$/.exec(text);
  if (match === null) return undefined;
  const [, name = "", extras = "", rest = ""] = match;
  return {
    name: normalName(name),
    extras: extras
      .split(",")
      .map((extra) => normalName(extra.trim()))
      .filter((extra) => extra !== "")
      .toSorted(),
    rest: rest.replaceAll(/\s+/g, "").replace(/^\((.*)\)$/, "$1"),
  };
}

/** A file of requirements, with those that it includes. */
export interface Requirements {
  /** The lines that count, joined where they are continued, without comments. */
  lines: string[];
  /** Files that are named in it and were not read. */
  missing: string[];
}

/** Follows `-r` and `-c` as pip does: relative to the file that says them. */
export function readRequirements(file: string, texts: Readonly<Record<string, string>>): Requirements {
  const found: Requirements = { lines: [], missing: [] };
  const seen = new Set<string>();
  const read = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = texts[path];
    if (text === undefined) {
      found.missing.push(path);
      return;
    }
    for (const line of joined(text)) {
      const included = /^(?:-r|--requirement)[\s=]+(\S+)$/.exec(line)?.[1];
      if (included === undefined) found.lines.push(line);
      else read(beside(path, included));
    }
  };
  read(file);
  return found;
}

const joined = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, "")
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, "")
        .replaceAll(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");

function beside(file: string, named: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of named.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
