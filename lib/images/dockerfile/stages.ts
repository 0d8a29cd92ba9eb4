import type { Application } from "../application/detect";
import { run, type Stage } from "./instructions";
import { npmInstall } from "./npm";

/** The context's parts: what the dependencies come from, and the application's own files. */
export const manifestFolder = "manifest";
export const applicationFolder = "app";

export interface StageOptions {
  /** The image with Node. */
  node: string;
  nginx: string;
  /** Names of build arguments. */
  args: readonly string[];
  /** Where nginx looks for a site's files. */
  root: string;
}

/** Which dependencies there are, and whether any of them is installed. */
export function dependencies({ manifest, builds }: Pick<Application, "manifest" | "builds">): {
  production: boolean;
  development: boolean;
  installs: boolean;
} {
  const count = (group: Record<string, string>): number => Object.keys(group).length;
  const production = count(manifest.dependencies) + count(manifest.optionalDependencies) > 0;
  const development = count(manifest.devDependencies) > 0;
  return { production, development, installs: production || (builds && development) };
}

/** The stage that all dependencies are installed in, with what leads to it. */
export function dependencyStages(application: Application, { node }: StageOptions, development: boolean): Stage[] {
  const compiles = application.scripts.compiling.length > 0;
  const install: Stage = {
    comment:
      "Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.",
    from: compiles ? "compilers" : node,
    as: "dependencies",
    lines: [
      "WORKDIR /app",
      `COPY ${manifestFolder}/ ./`,
      npmInstall(application.manager.value, { development, compiles }),
    ],
  };
  return compiles ? [compilers(node), install] : [install];
}

const compilers = (node: string): Stage => ({
  comment: "Compilers, for packages that are built where they are installed. None of it reaches the image.",
  from: node,
  as: "compilers",
  lines: [
    run(
      [],
      "apt-get update",
      "apt-get install --yes --no-install-recommends g++ make python3",
      "rm -rf /var/lib/apt/lists/*",
    ),
  ],
});

export const argLines = ({ args }: StageOptions): string[] => args.map((name) => `ARG ${name}`);
