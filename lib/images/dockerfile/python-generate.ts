import type { FolderFacts } from "../application/folder-facts";
import { ignoreFor } from "../application/ignore";
import type { PythonApplication } from "../application/python/detect";
import { tableAt, textAt, type Table } from "../application/python/toml";
import { usualUser } from "../bases";
import { ignoreRules } from "../context-files";
import { pythonBases } from "../python-bases";
import type { GeneratedBuild, GenerateOptions } from "./generate";
import { renderStages } from "./instructions";
import { pythonManifests } from "./python-manifests";
import { pythonStages } from "./python-stages";
import { settleFile, settleScript } from "./python-steps";
import type { Reason } from "./reasons";
import { applicationFolder, manifestFolder } from "./stages";

export type PythonGenerateOptions = Pick<GenerateOptions, "args" | "baseImage" | "user" | "packages">;

/** The Dockerfile and what goes with it. Same input, same text. */
export function generatePythonBuild(
  application: PythonApplication,
  facts: FolderFacts,
  { args = [], baseImage, user = usualUser, packages = [] }: PythonGenerateOptions = {},
): GeneratedBuild {
  const ignore = ignoreFor(facts);
  const rules = ignoreRules(ignore);
  const kept = facts.files.filter((file) => rules.keeps(file) && !locks.includes(file));
  const manifests = Object.entries(pythonManifests(application, facts.texts));
  const python = baseImage ?? pythonBases[application.python.value];
  const dockerfile = renderStages(pythonStages(application, { python, args, packages, user, files: kept.length > 0 }));
  return {
    dockerfile,
    ignore,
    files: {
      ...Object.fromEntries(manifests.map(([name, text]) => [`${manifestFolder}/${name}`, text])),
      ...(dockerfile.includes(`source=${settleFile}`) ? { [settleFile]: settleScript } : {}),
      ...(application.packaged === undefined ? {} : readme(application.project?.raw ?? {}, kept)),
    },
    kept,
    python: { version: application.python.value, start: application.start },
    reasons: reasonsOf(application),
  };
}

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

function reasonsOf({ python, dependencies, packaged, start, project }: PythonApplication): Reason[] {
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
