import type { FolderFacts } from "../application/folder-facts";
import { ignoreFor } from "../application/ignore";
import type { DevelopmentAsked } from "../application/development-tools";
import type { PythonApplication } from "../application/python/detect";
import { findPythonDevelopment, installationOf } from "../application/python/development";
import type { PythonStart } from "../application/python/start";
import { tableAt, textAt, type Table } from "../application/python/toml";
import { ImageBase, usualUser } from "../bases";
import { ignoreRules } from "../context-files";
import { pythonBases } from "../python-bases";
import type { GeneratedBuild, GenerateOptions } from "./generate";
import { renderStages } from "./instructions";
import { projectFolder, pythonDevelopmentStages, pythonLive } from "./python-development";
import { pythonManifests } from "./python-manifests";
import { pythonStages, type PythonBase } from "./python-stages";
import { settleFile, settleScript } from "./python-steps";
import type { Reason } from "./reasons";
import { applicationFolder, manifestFolder } from "./stages";

export type PythonGenerateOptions = Pick<GenerateOptions, "args" | "baseImage" | "user" | "packages"> & {
  /** What the image has of Python's own. */
  base?: PythonBase;
  /** How the source is run while it is written; undefined where it becomes part of the image. */
  development?: DevelopmentAsked;
};

/** The Dockerfile and what goes with it. Same input, same text. */
export function generatePythonBuild(
  application: PythonApplication,
  facts: FolderFacts,
  {
    args = [],
    base = ImageBase.slim,
    baseImage,
    user = usualUser,
    packages = [],
    development,
  }: PythonGenerateOptions = {},
): GeneratedBuild {
  const ignore = ignoreFor(facts);
  const python = baseImage ?? pythonBases[application.python.value];
  if (development !== undefined) return developed(application, facts, { ignore, python, packages, user }, development);
  const rules = ignoreRules(ignore);
  const kept = facts.files.filter((file) => rules.keeps(file) && !locks.includes(file));
  const options = { python, base, args, packages, user, files: kept.length > 0 };
  const dockerfile = renderStages(pythonStages(application, options));
  return {
    dockerfile,
    ignore,
    files: {
      ...inFolder(manifestFolder, pythonManifests(application, facts.texts)),
      ...(dockerfile.includes(`source=${settleFile}`) ? { [settleFile]: settleScript } : {}),
      ...(application.packaged === undefined ? {} : readme(application.project?.raw ?? {}, kept)),
    },
    kept,
    python: { version: application.python.value, start: application.start },
    reasons: [
      ...reasonsOf(application, application.start),
      ...(base === ImageBase.minimal
        ? [{ what: "base", value: `scratch, with Python of ${python}`, from: "build.base" }]
        : []),
    ],
  };
}

/** Of the folder only what the dependencies are installed from: the rest is mounted. */
function developed(
  application: PythonApplication,
  facts: FolderFacts,
  { ignore, ...options }: { ignore: string; python: string; packages: readonly string[]; user: string },
  asked: DevelopmentAsked,
): GeneratedBuild {
  const { project, packaged } = application;
  const start = findPythonDevelopment(application);
  return {
    dockerfile: renderStages(pythonDevelopmentStages(application, options, asked)),
    ignore,
    files: {
      ...inFolder(manifestFolder, pythonManifests(application, facts.texts)),
      ...(packaged === undefined
        ? {}
        : inFolder(projectFolder, installationOf(project?.raw ?? {}, project?.name ?? ""))),
    },
    kept: [],
    python: { version: application.python.value, start },
    reasons: reasonsOf({ ...application, packaged: undefined }, start),
    development: pythonLive(application, start, asked),
  };
}

const inFolder = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

/** They are in the context already, as what the dependencies are installed from. */
const locks = ["uv.lock", "poetry.lock"];

/** A wheel's build insists on the text that it describes itself with, which no image needs. */
function readme(raw: Table, kept: readonly string[]): Record<string, string> {
  const told = tableAt(raw, "project");
  const file =
    textAt(told, "readme") ??
    textAt(tableAt(told, "readme"), "file") ??
    textAt(tableAt(raw, "tool", "poetry"), "readme");
  return file === undefined || kept.includes(file) ? {} : { [`${applicationFolder}/${file}`]: "" };
}

function reasonsOf({ python, dependencies, packaged, project }: PythonApplication, start: PythonStart): Reason[] {
  const { value, from } = dependencies;
  const installed = value.kind === "uv" ? (value.exact ? "uv sync --frozen" : "uv sync") : "uv pip install";
  return [
    { what: "Python", value: python.value, from: python.from },
    ...(value.kind === "none" ? [] : [{ what: "dependencies", value: installed, from }]),
    ...(packaged === undefined
      ? []
      : [{ what: "package", value: project?.name ?? "", from: "build-system in pyproject.toml" }]),
    { what: "start", value: start.command.join(" "), from: start.from },
  ];
}
