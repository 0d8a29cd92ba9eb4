import { stringify } from "smol-toml";
import { isRecord } from "../application/manifest";
import type { PythonApplication } from "../application/python/detect";
import type { Project } from "../application/python/project";
import { tableAt, type Table } from "../application/python/toml";

/** What the project is called where its own name must not count, and its version. */
const anyName = "application";
const anyVersion = "0";

/**
 * The files that the dependencies are installed from, reduced to what decides about them: an edit of version, description or
 * scripts then leaves their layer alone.
 */
export function pythonManifests(
  { project, dependencies: { value } }: PythonApplication,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  if (value.kind === "requirements") {
    const named = value.files.flatMap((file) => (texts[file] === undefined ? [] : [[file, texts[file]]]));
    return {
      "requirements.txt": `${value.lines.join("\n")}\n`,
      ...(Object.fromEntries(named) as Record<string, string>),
    };
  }
  if (value.kind === "none" || project === undefined) return {};
  return {
    "pyproject.toml": reducedProject(project),
    ...(value.lock === undefined ? {} : { "uv.lock": reducedLock(texts["uv.lock"] ?? "") }),
  };
}

/** What uv reads to install; it checks that the lock file has a package of this name. */
const projectFields = ["name", "requires-python", "dependencies", "optional-dependencies"];

function reducedProject({ raw, name = anyName }: Project): string {
  const uv = tableAt(raw, "tool", "uv");
  const groups = raw["dependency-groups"];
  return stringify({
    project: { ...only(tableAt(raw, "project"), projectFields), name, version: anyVersion },
    ...(isRecord(groups) ? { "dependency-groups": groups } : {}),
    ...(Object.keys(uv).length === 0 ? {} : { tool: { uv: { ...uv, package: false } } }),
  });
}

/** The project's own version is in the lock file too, in the entry whose source is the folder itself. */
const reducedLock = (text: string): string =>
  text
    .split(/^(?=\[\[package\]\]$)/m)
    .map((entry) =>
      /^source = \{ (?:editable|virtual) = "\." \}$/m.test(entry)
        ? entry.replace(/^version = ".*"$/m, `version = "${anyVersion}"`)
        : entry,
    )
    .join("");

const only = (table: Table, names: readonly string[]): Table =>
  Object.fromEntries(names.flatMap((name) => (name in table ? [[name, table[name]]] : [])));
