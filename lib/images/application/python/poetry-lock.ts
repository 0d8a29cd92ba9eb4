import type { Notes } from "../notes";
import type { Installed } from "./dependencies";
import type { Project } from "./project";
import { normalName } from "./requirement";
import { tableAt, tablesAt, textAt, textsAt, type Table } from "./toml";

/**
 * poetry.lock as requirements: names, versions, markers and hashes are all in it, so that nothing needs Poetry. Since
 * Poetry 2 it says of each package which groups want it.
 */
export function poetryRequirements(project: Project, table: Table, notes: Notes): Installed {
  const version = textAt(tableAt(table, "metadata"), "lock-version") ?? "";
  if (!/^2\.[1-9]/.test(version)) {
    notes.fault(
      `poetry.lock is of Poetry 1 (its form is ${version || "unknown"}) and does not say which packages only developers need`,
      "write it anew with Poetry 2: `poetry lock`",
    );
  }
  const packages = tablesAt(table, "package").filter(
    (entry) => textsAt(entry, "groups").includes("main") && entry["optional"] !== true,
  );
  const names = new Set(packages.map((entry) => normalName(textAt(entry, "name") ?? "")));
  const missing = project.requirements.map(({ name }) => name).filter((name) => !names.has(name));
  if (missing.length > 0 && /^2\.[1-9]/.test(version)) {
    notes.fault(
      `poetry.lock is older than pyproject.toml: it has no ${missing.join(", ")}`,
      "write it anew: `poetry lock`",
    );
  }
  const lines = packages.map((entry) => requirement(entry, notes)).toSorted();
  const value = { kind: "requirements", lines, files: [], hashes: true, complete: true } as const;
  return {
    dependencies: {
      value: lines.length === 0 ? { kind: "none" } : { ...value, lines, files: [] },
      from: "poetry.lock",
    },
    names,
  };
}

function requirement(entry: Table, notes: Notes): string {
  const name = textAt(entry, "name") ?? "";
  const source = textAt(tableAt(entry, "source"), "type");
  if (source !== undefined && source !== "legacy") {
    notes.fault(`poetry.lock takes ${name} from a ${source}, not from an index`, "write a Dockerfile into the folder");
  }
  const marker = textAt(entry, "markers") ?? textAt(tableAt(entry, "markers"), "main");
  const hashes = tablesAt(entry, "files")
    .map((file) => ` --hash=${textAt(file, "hash") ?? ""}`)
    .toSorted();
  return `${name}==${textAt(entry, "version") ?? ""}${marker === undefined ? "" : ` ; ${marker}`}${hashes.join("")}`;
}
