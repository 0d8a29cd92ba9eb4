import type { Application } from "../application/detect";
import type { Base } from "../bases";
import type { Stage } from "./instructions";
import { installLine, managerLines } from "./managers";
import { installPackages } from "./system-packages";

/**
 * The context's parts: what the dependencies come from, and the application's own files. These lie one folder deeper than needed, so
 * that they can be copied to the image's root: folders that are copied keep their times, those that are made for a copy don't.
 */
export const manifestFolder = "manifest";
export const sourceFolder = "source";
export const applicationFolder = `${sourceFolder}/app`;

export interface StageOptions {
  /** The image with Node and npm. */
  node: string;
  /** What the result begins from. */
  base: Base;
  /** Numeric user and group of the result. */
  user: string;
  /** System packages of the result. */
  packages: readonly string[];
  /** Packages that stay out of the one file that the program is made into; undefined where it stays as it is. */
  bundle?: readonly string[];
  /** Keeps what Node compiles at a start. */
  compileCache: boolean;
  nginx: string;
  /** Names of build arguments. */
  args: readonly string[];
  /** Where nginx looks for a site's files. */
  root: string;
}

/** Which dependencies there are, and whether any of them is installed. */
export function dependencies({ manifests, workspace, builds, result }: Application): {
  production: boolean;
  development: boolean;
  installs: boolean;
} {
  const root = manifests[""];
  const needed = [...(root === undefined ? [] : [root]), ...(workspace?.needed ?? []).map(({ manifest }) => manifest)];
  const some = (group: Record<string, string>): boolean => Object.keys(group).length > 0;
  const production = needed.some(
    ({ dependencies, optionalDependencies }) => some(dependencies) || some(optionalDependencies),
  );
  const development = needed.some(({ devDependencies }) => some(devDependencies));
  return {
    production,
    development,
    installs: production || ((builds || result.kind === "development") && development),
  };
}

/** The stage that all dependencies are installed in, with what leads to it; `last` are commands of the same step. */
export function dependencyStages(
  application: Application,
  { node, base }: StageOptions,
  development: boolean,
  last: readonly string[] = [],
): Stage[] {
  const compiles = application.scripts.compiling.length > 0;
  const install: Stage = {
    comment:
      "Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.",
    from: compiles ? "compilers" : node,
    as: "dependencies",
    lines: [
      ...managerLines(application),
      "WORKDIR /app",
      `COPY ${manifestFolder}/ ./`,
      [installLine(application, development), ...last].join(" && \\\n    "),
    ],
  };
  return compiles ? [compilers(node, base), install] : [install];
}

const compilers = (node: string, { packages = "apt" }: Base): Stage => ({
  comment: "Compilers, for packages that are built where they are installed. None of it reaches the image.",
  from: node,
  as: "compilers",
  lines: [installPackages(packages, ["g++", "make", "python3"])],
});

export const argLines = ({ args }: StageOptions): string[] => args.map((name) => `ARG ${name}`);
