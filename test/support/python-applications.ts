import { detectPython, type PythonDetection } from "../../lib/images/application/python/detect";
import { readFolder } from "../../lib/images/application/read-folder";
import type { FolderFacts } from "../../lib/images/application/folder-facts";
import type { GeneratedBuild } from "../../lib/images/dockerfile/generate";
import { generatePythonBuild, type PythonGenerateOptions } from "../../lib/images/dockerfile/python-generate";
import { corpusFolder, facts } from "./applications";

/** The Python applications of the corpus. */
export const pythonCorpus = [
  "python-fastapi",
  "python-flask",
  "python-starlette",
  "python-django",
  "python-package",
  "python-plain",
  "python-extension",
] as const;

export const detectedPython = (files: Readonly<Record<string, string>>, version?: string): PythonDetection =>
  detectPython(facts(files), version === undefined ? {} : { version });

/** What is generated for a folder that nothing is wrong with. */
export function generatedPython(given: FolderFacts, options: PythonGenerateOptions = {}): GeneratedBuild {
  const { application, faults } = detectPython(given);
  if (application === undefined) throw new Error(faults.map(({ problem }) => problem).join("\n"));
  return generatePythonBuild(application, given, options);
}

export const generatedPythonFor = (
  name: (typeof pythonCorpus)[number],
  options: PythonGenerateOptions = {},
): GeneratedBuild => generatedPython(readFolder(corpusFolder(name)).facts, options);

/** A pyproject.toml with these dependencies, and a lock file that agrees with it. */
export function uvFolder(
  dependencies: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const names = dependencies.map((text) => /^[\w-]+/.exec(text)?.[0] ?? text);
  const asked = dependencies.map((text, at) => {
    const specifier = text.slice(names[at]?.length);
    return `{ name = "${names[at]}"${specifier === "" ? "" : `, specifier = "${specifier}"`} }`;
  });
  return {
    "pyproject.toml": `[project]\nname = "shop"\nversion = "1.0"\ndependencies = ${JSON.stringify(dependencies)}\n`,
    "uv.lock": [
      'version = 1\n\n[[package]]\nname = "shop"\nversion = "1.0"\nsource = { virtual = "." }',
      `dependencies = [${names.map((name) => `{ name = "${name}" }`).join(", ")}]`,
      `\n[package.metadata]\nrequires-dist = [${asked.join(", ")}]`,
      ...names.map((name) => `\n[[package]]\nname = "${name}"\nversion = "1.2.3"`),
      "",
    ].join("\n"),
    ...files,
  };
}
