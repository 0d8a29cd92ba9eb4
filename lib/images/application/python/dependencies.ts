import type { FolderFacts } from "../folder-facts";
import type { Finding, Notes } from "../notes";
import { checkCompiled } from "./compiled";
import { poetryRequirements } from "./poetry-lock";
import { hasTable, tableAt, type Table } from "./toml";
import type { Project } from "./project";
import { normalName, readRequirement, readRequirements } from "./requirement";
import { agrees, readUvLock, type UvLock } from "./uv-lock";

/** From what the dependencies are installed. */
export type PythonDependencies =
  /** pyproject.toml, by uv.lock where it agrees. */
  | { kind: "uv"; exact: boolean; lock?: UvLock }
  /** Lines of a requirements.txt, and files that they name. */
  | { kind: "requirements"; lines: string[]; files: string[]; hashes: boolean; complete: boolean }
  | { kind: "none" };

export interface Installed {
  dependencies: Finding<PythonDependencies>;
  /** Normalised names of all that will be there, as far as is known without asking an index. */
  names: ReadonlySet<string>;
}

const none: Installed = {
  dependencies: { value: { kind: "none" }, from: "nothing that is asked for" },
  names: new Set(),
};

export function findDependencies(
  facts: FolderFacts,
  project: Project | undefined,
  locks: { uv?: Table; poetry?: Table },
  notes: Notes,
): Installed {
  checkManagers(facts, project, notes);
  const found = read(facts, project, locks, notes);
  checkCompiled(found.names, notes);
  return found;
}

function read(
  facts: FolderFacts,
  project: Project | undefined,
  { uv, poetry }: { uv?: Table; poetry?: Table },
  notes: Notes,
): Installed {
  if (project !== undefined && uv !== undefined) return fromUv(project, uv, notes);
  if (project !== undefined && poetry !== undefined) return poetryRequirements(project, poetry, notes);
  if ("requirements.txt" in facts.texts) return fromRequirements(facts, project, notes);
  if (project === undefined || project.requirements.length === 0) return none;
  if (project.poetry) {
    notes.fault("there is no poetry.lock, and Poetry's ranges are read by Poetry only", "write it: `poetry lock`");
    return none;
  }
  notes.warn("there is no lock file: each build may install other versions", "write one, and check it in: `uv lock`");
  return {
    dependencies: { value: { kind: "uv", exact: false }, from: "dependencies in pyproject.toml" },
    names: withExtras(project.requirements),
  };
}

function fromUv(project: Project, table: Table, notes: Notes): Installed {
  const lock = readUvLock(table);
  const names = new Set([...lock.installed, ...withExtras(project.requirements)]);
  if (agrees(lock, project))
    return { dependencies: { value: { kind: "uv", exact: true, lock }, from: "uv.lock" }, names };
  notes.warn(
    "uv.lock is older than pyproject.toml: what it lacks is looked up by each build",
    "write it anew: `uv lock`",
  );
  return { dependencies: { value: { kind: "uv", exact: false, lock }, from: "pyproject.toml and uv.lock" }, names };
}

/** Versions that a build can't choose: exact ones, addresses and files. */
const fixed = /(?:^|[^!~<>=])===?[^=*,]+(?:$|[;\s,])|@|--hash/;

function fromRequirements(facts: FolderFacts, project: Project | undefined, notes: Notes): Installed {
  const { lines, missing } = readRequirements("requirements.txt", facts.texts);
  for (const file of missing)
    notes.fault(`requirements.txt includes ${file}, which is not there`, "add it, or leave it out");
  const local = lines.filter((line) => /^(?:-e\s|--editable[\s=]|\.{1,2}(?:\/|$|\[)|\/|file:)/.test(line));
  const itself = local.filter((line) => /^(?:(?:-e|--editable)[\s=])?\s*\.(?:\/)?$/.test(line));
  for (const line of local.filter((line) => !itself.includes(line))) {
    notes.fault(`requirements.txt installs "${line}" from a folder`, "write a Dockerfile into the folder");
  }
  if (itself.length > 0 && project === undefined)
    notes.fault(
      `requirements.txt installs the folder itself, which has no pyproject.toml`,
      "write one: `uv init --bare`",
    );
  const kept = lines.filter((line) => !local.includes(line));
  const packages = kept.filter((line) => !line.startsWith("-"));
  const hashes = packages.length > 0 && packages.every((line) => line.includes("--hash="));
  const open = packages.filter((line) => !fixed.test(line)).map((line) => readRequirement(line)?.name ?? line);
  if (open.length > 0) {
    const names = open.slice(0, 3).join(", ") + (open.length > 3 ? ` and ${open.length - 3} more` : "");
    const problem = `requirements.txt names no exact version of ${names}: each build may install another one`;
    notes.warn(problem, "write them down: `uv pip compile --generate-hashes requirements.in -o requirements.txt`");
  }
  const files = kept.flatMap((line) => /^(?:-c|--constraint)[\s=]+(\S+)$/.exec(line)?.[1] ?? []);
  const value: PythonDependencies =
    packages.length === 0 ? { kind: "none" } : { kind: "requirements", lines: kept, files, hashes, complete: false };
  return {
    dependencies: { value, from: "requirements.txt" },
    names: withExtras(packages.flatMap((line) => readRequirement(line) ?? [])),
  };
}

/** What extras bring that decides how an application is started. */
const extraServers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fastapi: { standard: "uvicorn", all: "uvicorn" },
  litestar: { standard: "uvicorn" },
};

const withExtras = (requirements: readonly { name: string; extras: readonly string[] }[]): Set<string> =>
  new Set(
    requirements.flatMap(({ name, extras }) => [name, ...extras.flatMap((extra) => extraServers[name]?.[extra] ?? [])]),
  );

function checkManagers(facts: FolderFacts, project: Project | undefined, notes: Notes): void {
  const there = (file: string): boolean => facts.files.includes(file) || file in facts.texts;
  if (there("uv.lock") && there("poetry.lock"))
    notes.fault(
      "uv.lock and poetry.lock are of uv and Poetry, and one of them is stale",
      "remove the one that nobody writes",
    );
  if (there("requirements.txt") || there("uv.lock") || there("poetry.lock")) return;
  if (there("Pipfile"))
    notes.fault(
      "Pipfile asks for Pipenv, which no Dockerfile is made for",
      "write what it installs: `pipenv requirements --hash > requirements.txt`",
    );
  if (there("pdm.lock"))
    notes.fault(
      "pdm.lock asks for PDM, which no Dockerfile is made for",
      "write what it installs: `pdm export --prod -o requirements.txt`",
    );
  if (project === undefined && there("setup.py"))
    notes.fault(
      "setup.py is a program, and says what it installs only when it runs",
      "write its dependencies into pyproject.toml, or a requirements.txt",
    );
}

/** Parts of a project that lie in other folders, which the build does not see. */
export function checkWorkspace(project: Project, notes: Notes): void {
  const uv = tableAt(project.raw, "tool", "uv");
  if (hasTable(uv, "workspace"))
    notes.fault("it is a workspace of several packages", "write a Dockerfile into the folder");
  for (const [name, source] of Object.entries(tableAt(uv, "sources"))) {
    const table = Array.isArray(source) ? (source[0] as Table) : (source as Table);
    if ("path" in table || "workspace" in table)
      notes.fault(
        `tool.uv.sources in pyproject.toml takes ${normalName(name)} from another folder`,
        "write a Dockerfile into the folder above, or publish it",
      );
  }
}
