import type { FolderFacts } from "../folder-facts";
import { normalName, readRequirement, type Requirement } from "./requirement";
import { hasTable, tableAt, textAt, textsAt, type Table } from "./toml";

/** What pyproject.toml says. */
export interface Project {
  raw: Table;
  name?: string;
  /** Range of versions of Python, and where it stands. */
  python?: { range: string; from: string };
  /** What it needs to run. */
  requirements: Requirement[];
  /** Programs that its package brings: name and `module:function`. */
  scripts: Record<string, string>;
  /** Whether the dependencies stand in Poetry's own table. */
  poetry: boolean;
}

export function readProject(raw: Table): Project {
  const project = tableAt(raw, "project");
  const poetry = tableAt(raw, "tool", "poetry");
  const asked = tableAt(poetry, "dependencies");
  const own = "dependencies" in project || !("dependencies" in poetry);
  const requirements = own
    ? textsAt(project, "dependencies").flatMap((text) => readRequirement(text) ?? [])
    : Object.entries(asked).flatMap(([name, value]) => (name === "python" ? [] : [poetryRequirement(name, value)]));
  const scripts = { ...tableAt(poetry, "scripts"), ...tableAt(project, "scripts") };
  const name = textAt(project, "name") ?? textAt(poetry, "name");
  const python = pythonOf(project, asked);
  return {
    raw,
    ...(name === undefined ? {} : { name }),
    ...(python === undefined ? {} : { python }),
    requirements,
    scripts: Object.fromEntries(
      Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
    poetry: !own,
  };
}

function pythonOf(project: Table, asked: Table): Project["python"] {
  const range = textAt(project, "requires-python");
  if (range !== undefined) return { range, from: `requires-python "${range}" in pyproject.toml` };
  const poetry = textAt(asked, "python");
  return poetry === undefined ? undefined : { range: poetry, from: `python "${poetry}" in pyproject.toml` };
}

function poetryRequirement(name: string, value: unknown): Requirement {
  const extras = typeof value === "object" && value !== null ? textsAt(value as Table, "extras") : [];
  return { name: normalName(name), extras: extras.map(normalName), rest: "" };
}

/**
 * The folders of the package that the project is, where it is one: then it is installed as a wheel, and its sources are not in the
 * image a second time. A build system alone says little: Poetry writes one into every project.
 */
export function findPackage(facts: FolderFacts, { raw, name, scripts }: Project): string[] | undefined {
  const uv = tableAt(raw, "tool", "uv")["package"];
  const poetry = tableAt(raw, "tool", "poetry")["package-mode"];
  if (uv === false || poetry === false || name === undefined) return undefined;
  if (!hasTable(raw, "build-system") && uv !== true) return undefined;
  const module = name.replaceAll(/[-.]+/g, "_").toLowerCase();
  const modules = [module, ...Object.values(scripts).map((entry) => entry.split(/[.:]/)[0] ?? "")];
  const folders = facts.files.flatMap((file) => /^(src|[\w-]+)\/(?:\w+\/)?__init__\.py$/.exec(file)?.[1] ?? []);
  const sources = facts.files.some((file) => /^src\/\w+\/__init__\.py$/.test(file)) ? ["src"] : [];
  const flat = [...new Set(modules)].filter((folder) => folders.includes(folder));
  const found = [...sources, ...flat];
  return found.length === 0 && uv !== true ? undefined : found;
}
