import type { Fault } from "../../../validation/fault";
import type { PythonVersion } from "../../python-bases";
import type { FolderFacts } from "../folder-facts";
import { Notes, type Finding } from "../notes";
import { checkSize } from "../size";
import { checkWorkspace, findDependencies, type PythonDependencies } from "./dependencies";
import { findPackage, readProject, type Project } from "./project";
import { findPython } from "./python-version";
import { findPythonStart, type PythonStart } from "./start";
import { pythonSigns } from "./telling-files";
import { readToml, type Table } from "./toml";

/** A Python service as its folder describes it. */
export interface PythonApplication {
  project: Project | undefined;
  python: Finding<PythonVersion>;
  dependencies: Finding<PythonDependencies>;
  /** Folders of the package that the project is: installed as a wheel, and not copied. */
  packaged: string[] | undefined;
  start: PythonStart;
  /** Whether Django's own program is at the top. */
  django: boolean;
  /** Whether Django's static files are gathered, for WhiteNoise to serve. */
  collectsStatic: boolean;
}

export interface PythonDetection {
  application: PythonApplication | undefined;
  faults: Fault[];
  warnings: Fault[];
}

/** What the folder is, with everything that keeps it from being built and everything that should be mended. */
export function detectPython(facts: FolderFacts, { version }: { version?: string } = {}): PythonDetection {
  const notes = new Notes(facts.folder);
  const application = detect(facts, version, notes);
  const { faults, warnings } = notes;
  return { application: faults.length === 0 ? application : undefined, faults, warnings };
}

function detect(facts: FolderFacts, version: string | undefined, notes: Notes): PythonApplication | undefined {
  if (!facts.files.some((file) => file.endsWith(".py")) && !pythonSigns.some((file) => file in facts.texts)) {
    const remedy = "package.json" in facts.texts ? "describe it with OptimizedNodeService" : "name another folder";
    notes.fault("there is neither a Dockerfile nor a pyproject.toml, requirements.txt or .py file", remedy);
    return undefined;
  }
  const manifest = table(facts, "pyproject.toml", notes);
  const project = manifest && readProject(manifest);
  if (project !== undefined) checkWorkspace(project, notes);
  const python = findPython(facts, project, version, notes);
  const uv = table(facts, "uv.lock", notes);
  const poetry = table(facts, "poetry.lock", notes);
  // What can't be read was told; nothing is concluded from it.
  if (notes.faults.length > 0) return undefined;
  const locks = { ...(uv === undefined ? {} : { uv }), ...(poetry === undefined ? {} : { poetry }) };
  const { dependencies, names } = findDependencies(facts, project, locks, notes);
  const packaged = project && findPackage(facts, project);
  const start = findPythonStart({ facts, project, installed: names, packaged: packaged !== undefined }, notes);
  checkSize(facts, notes);
  if (start === undefined) return undefined;
  const django = names.has("django") && facts.files.includes("manage.py");
  return { project, python, dependencies, packaged, start, django, collectsStatic: django && names.has("whitenoise") };
}

function table(facts: FolderFacts, file: string, notes: Notes): Table | undefined {
  const text = facts.texts[file];
  return text === undefined ? undefined : readToml(file, text, notes);
}
