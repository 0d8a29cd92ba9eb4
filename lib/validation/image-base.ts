import type { BuildArgs } from "../components/build-args";
import type { Application } from "../images/application/detect";
import { hasShell, ImageBase } from "../images/bases";
import type { GenerateOptions } from "../images/dockerfile/generate";
import { imageMajor } from "../images/pinned";
import { supportEnded } from "../images/support";
import type { Checks } from "./checks";

/** Arguments that say how an image is made, so that a Dockerfile of one's own leaves nothing for them to do. */
const making = ["base", "baseImage", "packages", "bundle", "compileCache"] as const;

/** What is taken when nothing is said about it. */
export const makingDefaults = { base: ImageBase.slim, bundle: false, compileCache: false } as const;

/** Refuses what only a Dockerfile that is made for a Node service can follow. */
export function refuseMaking(checks: Checks, build: BuildArgs, why: string, remedy: string): void {
  for (const name of making) if (build[name] !== undefined) checks.add(`build.${name}`, why, remedy);
}

/** What every Dockerfile that is made has: one result, and steps that read `secrets` and no others. */
export function checkMade(checks: Checks, build: BuildArgs, made: string, secrets: readonly string[]): void {
  if (build.target !== undefined) {
    checks.add("build.target", "a Dockerfile that is made has one result", "leave it out, or write a Dockerfile");
  }
  for (const id of Object.keys(build.secretFiles ?? {})) {
    if (secrets.includes(id)) continue;
    const problem = `${made} reads ${secrets.map((known) => `"${known}"`).join(" and ")} only`;
    checks.add(`build.secretFiles.${id}`, problem, "leave it out, or write a Dockerfile");
  }
}

/** How the image of a Node service is made. */
export function checkMaking(
  checks: Checks,
  build: BuildArgs,
  application: Application | undefined,
): Pick<GenerateOptions, (typeof making)[number]> {
  const base = checkBase(checks, build);
  checkPackages(checks, build, base);
  if (build.baseImage !== undefined) checkBaseImage(checks, build.baseImage);
  const start = application?.result.kind === "service" ? application.result.start : undefined;
  if (start?.command[0] === "npm" && !hasShell({ kind: base })) {
    const remedy = 'let "start" in package.json start node itself, or write ImageBase.slim';
    checks.add("build.base", `"${base}" has no npm, and ${start.from} needs it`, remedy);
  }
  for (const name of ["bundle", "compileCache"] as const) {
    if (!build[name] || start === undefined || start.file !== undefined) continue;
    const problem = `needs a file that node starts; ${start.from} starts "${start.command.join(" ")}"`;
    checks.add(`build.${name}`, problem, 'write "start": "node FILE" into package.json, or leave it out');
  }
  const { baseImage, packages, compileCache = makingDefaults.compileCache } = build;
  const bundle = bundled(build, application);
  return {
    base,
    ...(baseImage === undefined ? {} : { baseImage }),
    ...(packages === undefined ? {} : { packages }),
    ...(bundle === undefined ? {} : { bundle }),
    compileCache,
  };
}

function checkBase(checks: Checks, { base = makingDefaults.base }: BuildArgs): ImageBase {
  const known = Object.values(ImageBase);
  if (known.includes(base)) return base;
  const names = known.map((name) => `"${name}"`).join(", ");
  checks.add("build.base", `"${base}" is no base`, `write one of ${names}; an image goes into baseImage`);
  return makingDefaults.base;
}

/** As apt and apk take them, with a version if one is asked for. */
const packageName = /^[a-z0-9][a-z0-9.+-]*(?:=[\w.:~+-]+)?$/;

export function checkPackages(checks: Checks, { packages = [] }: BuildArgs, base: ImageBase): void {
  for (const [at, name] of packages.entries()) {
    if (packageName.test(name)) continue;
    checks.add(`build.packages[${at}]`, `"${name}" is not a package's name`, 'write one such as "imagemagick"');
  }
  if (packages.length === 0 || base === ImageBase.slim || base === ImageBase.alpine) return;
  checks.add("build.packages", `"${base}" takes no packages of the system`, "write base: ImageBase.slim");
}

/** Its program can only be told where it is called as the official image is. */
function checkBaseImage(checks: Checks, image: string): void {
  const name = image.split("@")[0]?.split("/").at(-1) ?? "";
  if (!/:[\w.-]+$/.test(name) && !image.includes("@sha256:")) {
    const problem = `"${image}" has neither tag nor digest, so two builds may begin from different images`;
    checks.add("build.baseImage", problem, `write one, such as "${image}:24.21.0-slim"`);
  }
  const major = name.startsWith("node:") ? imageMajor(image) : undefined;
  const ended = major === undefined ? undefined : supportEnded("Node.js", major);
  if (ended === undefined) return;
  checks.add("build.baseImage", `Node ${String(major)} ended on ${ended}: its holes stay open`, "move to 24");
}

/** What is left beside the one file: as the user says, else what has parts that are loaded by name, as sharp and its kin. */
function bundled(
  { bundle = makingDefaults.bundle }: BuildArgs,
  application: Application | undefined,
): string[] | undefined {
  if (bundle === false) return undefined;
  if (bundle !== true) return bundle.external;
  const { scripts, manager } = application ?? {};
  const prepared = (manager?.value.lock?.packages() ?? []).filter((one) => one.prepared).map(({ name }) => name);
  return [...new Set([...(scripts?.running ?? []), ...prepared])].toSorted();
}

/** Where programs are built for: others than Linux no engine of these components runs. */
export function checkPlatform(checks: Checks, platform: string | undefined): void {
  if (platform === undefined || /^linux\/(?:amd64|arm64|arm\/v[67]|386|ppc64le|s390x|riscv64)$/.test(platform)) return;
  checks.add("build.platform", `"${platform}" is not a platform`, 'write one such as "linux/arm64"');
}
