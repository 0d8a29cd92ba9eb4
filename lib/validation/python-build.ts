import type { BuildArgs } from "../components/build-args";
import { detectPython } from "../images/application/python/detect";
import { readFolder } from "../images/application/read-folder";
import { ImageBase } from "../images/bases";
import type { GeneratedBuild } from "../images/dockerfile/generate";
import { generatePythonBuild } from "../images/dockerfile/python-generate";
import type { PythonBase } from "../images/dockerfile/python-stages";
import { pythonSecretIds } from "../images/dockerfile/python-steps";
import type { Wanted } from "./build";
import type { Checks } from "./checks";
import { checkMade, checkPackages } from "./image-base";

/** What of `build` is for Node services, and what is written in its place. */
const forNode = {
  bundle: "leave it out",
  compileCache: "leave it out; bytecode is always in the image",
  workspace: "name the package's own folder as context, or write a Dockerfile",
} as const;

/** What a folder with Python is made into. */
export function generatePython(
  checks: Checks,
  build: BuildArgs,
  { pythonVersion: version, user, development }: Omit<Wanted, "kind">,
): GeneratedBuild | undefined {
  const { facts, faults } = readFolder(build.context);
  const detected = detectPython(facts, version === undefined ? {} : { version });
  checks.faults.push(...faults, ...detected.faults);
  checks.warnings.push(...detected.warnings);
  checkMade(checks, build, "a Dockerfile that is made for Python", pythonSecretIds);
  for (const [name, remedy] of Object.entries(forNode) as [keyof typeof forNode, string][]) {
    if (build[name] !== undefined) checks.add(`build.${name}`, "is for Node services", remedy);
  }
  const base = checkBase(checks, build);
  checkPackages(checks, build, base);
  if (detected.application === undefined) return undefined;
  return generatePythonBuild(detected.application, facts, {
    args: Object.keys(build.args ?? {}).toSorted(),
    base,
    ...(build.baseImage === undefined ? {} : { baseImage: build.baseImage }),
    ...(build.packages === undefined ? {} : { packages: build.packages }),
    ...(user === undefined ? {} : { user }),
    ...(development === undefined ? {} : { development }),
  });
}

function checkBase(checks: Checks, { base = ImageBase.slim }: BuildArgs): PythonBase {
  if (base === ImageBase.slim || base === ImageBase.minimal) return base;
  const remedy = `write "${ImageBase.slim}" or "${ImageBase.minimal}"; an image goes into baseImage`;
  checks.add("build.base", `"${base}" is no base of Python services`, remedy);
  return ImageBase.slim;
}
