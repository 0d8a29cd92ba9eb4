import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BuildArgs } from "../components/build-args";
import { detectApplication, type ApplicationKind } from "../images/application/detect";
import type { DevelopmentAsked } from "../images/application/development-tools";
import { readFolder } from "../images/application/read-folder";
import { contextFiles } from "../images/context-hash";
import { generateBuild, type GeneratedBuild } from "../images/dockerfile/generate";
import { hasCredentials } from "../images/dockerfile/manifest-files";
import { secretIds } from "../images/dockerfile/npm";
import { judgeDockerfile } from "../images/own-dockerfile";
import type { BuildSource, ImageSource, LayerCache } from "../spec/service-spec";
import type { Checks } from "./checks";
import { checkMade, checkMaking, checkPlatform, refuseMaking } from "./image-base";
import { generatePython } from "./python-build";

/** What a folder without Dockerfile is made into. */
export interface Wanted {
  kind: ApplicationKind | "python";
  /** The major of Node that the program names. */
  nodeVersion?: number | undefined;
  /** The series of Python that the program names. */
  pythonVersion?: string | undefined;
  /** Where nginx looks for the files of a site. */
  root?: string | undefined;
  /** Numeric user and group that a service runs as. */
  user?: string | undefined;
  /** How the source is run while it is written; undefined where an image of the application is made. */
  development?: DevelopmentAsked | undefined;
}

/** Reads `build` and `image`, of which exactly one is given, and looks whether what is to be built is there. */
export function checkImage(
  checks: Checks,
  { build, image }: { build?: BuildArgs; image?: string },
  wanted: Wanted,
): ImageSource {
  if (build !== undefined && image !== undefined)
    checks.add("image", "can't be given together with build", "leave one of them out");
  if (build === undefined && !image) {
    checks.add("build", "is missing, and so is image", 'write build: { context: "./folder" }, or image: "name:tag"');
  }
  if (image) checkReference(checks, image);
  if (build === undefined) return { reference: image ?? "" };
  const dockerfile = build.dockerfile ?? "Dockerfile";
  const generated = checkFolder(checks, build, dockerfile, wanted);
  for (const [id, path] of Object.entries(build.secretFiles ?? {})) {
    if (!isFile(path))
      checks.add(`build.secretFiles.${id}`, `there is no file ${path}`, "write the path of a file on this machine");
  }
  checkPlatform(checks, build.platform);
  const cache = checkCache(checks, build.cache);
  const { context, target, args, secretFiles, platform } = build;
  const said = Object.fromEntries(
    Object.entries({ target, args, secretFiles, platform, cache, generated }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<BuildSource>;
  return { build: { context, dockerfile, ...said } };
}

/** Layers go where pushes are taken, by an address that the engine reaches. */
function checkCache(checks: Checks, cache: BuildArgs["cache"]): LayerCache | undefined {
  if (cache === undefined) return undefined;
  const { upstream, host, container: ready } = cache;
  if (upstream !== undefined) {
    const problem = `is a mirror of ${upstream}, which takes no layers`;
    checks.add("build.cache", problem, "give it a RegistryCache without upstream");
  } else if (host === undefined) {
    const problem = "is on no port of the host, by which the engine would reach it";
    checks.add("build.cache", problem, "write publish: 5000 for the RegistryCache, without publishAddress");
  } else return { host, ready };
  return undefined;
}

/** Registry with port, path in small letters, tag, digest: what Docker's own grammar takes. */
const reference =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function checkReference(checks: Checks, image: string): void {
  if (reference.test(image)) return;
  checks.add(
    "image",
    `"${image}" is not the name of an image`,
    'write one such as "node:24.21.0-slim" or "registry.example/team/api:1.2"',
  );
}

/** The folder's own Dockerfile is taken as it is; where there is none and none is named, one is made. */
function checkFolder(checks: Checks, build: BuildArgs, dockerfile: string, wanted: Wanted): GeneratedBuild | undefined {
  const { context } = build;
  if (!isFolder(context)) {
    checks.add(
      "build.context",
      `there is no folder "${context}" (${resolve(context)})`,
      "write the application's folder, relative to the stack program",
    );
  } else if (isFile(join(context, dockerfile))) {
    const why = `the folder has a Dockerfile of its own (${dockerfile}), which decides that`;
    refuseMaking(checks, build, why, "leave it out, or remove the Dockerfile");
    const text = readFileSync(join(context, dockerfile), "utf8");
    for (const { problem, remedy } of judgeDockerfile(text, contextFiles(context, dockerfile), build.target))
      checks.warn("build.context", `${context}: ${dockerfile} ${problem}`, remedy);
  } else {
    if (build.dockerfile === undefined) return made(checks, build, wanted);
    checks.add(
      "build.dockerfile",
      `there is no "${dockerfile}" in "${context}"`,
      "add one, or name its path inside the folder",
    );
  }
  return undefined;
}

const made = (checks: Checks, build: BuildArgs, { kind, ...wanted }: Wanted): GeneratedBuild | undefined =>
  kind === "python" ? generatePython(checks, build, wanted) : generate(checks, build, { kind, ...wanted });

function generate(
  checks: Checks,
  build: BuildArgs,
  { kind, nodeVersion, root, user, development }: Wanted & { kind: ApplicationKind },
): GeneratedBuild | undefined {
  const { facts, faults } = readFolder(build.context);
  const detected = detectApplication(facts, kind, {
    ...(nodeVersion === undefined ? {} : { nodeVersion }),
    ...(build.workspace === undefined ? {} : { workspace: build.workspace }),
    ...(development === undefined ? {} : { development }),
  });
  checks.faults.push(...faults, ...detected.faults);
  checks.warnings.push(...detected.warnings);
  checkMade(checks, build, "a Dockerfile that is made", secretIds);
  if (hasCredentials(facts.texts[".npmrc"] ?? "") && build.secretFiles?.["npmrc"] === undefined) {
    const problem = `${build.context}/.npmrc has credentials, which go into no image`;
    checks.warn("build.secretFiles", problem, `write { npmrc: "${build.context}/.npmrc" } to install with them`);
  }
  const { application } = detected;
  const making = kind === "service" ? checkMaking(checks, build, application) : {};
  if (kind === "site") refuseMaking(checks, build, "is for Node services; a page is served by nginx", "leave it out");
  if (application === undefined) return undefined;
  return generateBuild(application, facts, {
    args: Object.keys(build.args ?? {}).toSorted(),
    ...(root === undefined ? {} : { root }),
    ...(user === undefined ? {} : { user }),
    ...making,
  });
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
