import type { Application } from "../application/detect";
import type { DevelopmentRun } from "../application/development-command";
import { ownScripts } from "../application/install-scripts";
import { quoted, run, type Stage } from "./instructions";
import { dependencies, dependencyStages, type StageOptions } from "./stages";
import { installPackages } from "./system-packages";

/**
 * All dependencies and nothing of the source, which is mounted: an edit makes no other image. Nor does it hold the command, so that
 * another script installs nothing. What tools write is the user's, and becomes his in the volumes that are filled from it.
 */
export function developmentStages(
  application: Application,
  { run: { writes, packages: called = [] } }: { run: DevelopmentRun },
  options: StageOptions,
): Stage[] {
  const { installs } = dependencies(application);
  const { base, user } = options;
  const packages = [...new Set([...called, ...options.packages])];
  const tops = [...new Set(writes.map((folder) => folder.split("/")[0] ?? folder))].map(quoted).join(" ");
  return [
    ...(installs ? dependencyStages(application, options, true) : []),
    {
      comment: "What the source runs in: all dependencies, those of development too.",
      from: options.node,
      lines: [
        ...(packages.length > 0 ? [installPackages(base.packages ?? "apt", packages)] : []),
        'ENV NODE_ENV="development"',
        "WORKDIR /app",
        ...(installs ? [`COPY --from=dependencies --chown=${user} /app/node_modules ./node_modules`] : []),
        ...(writes.length > 0 ? [run([], `mkdir -p ${writes.map(quoted).join(" ")}`, `chown -R ${user} ${tops}`)] : []),
        `USER ${user}`,
      ],
    },
  ];
}

/** How the mounted source runs in the container. */
export interface LiveRun {
  /** Where the source is. */
  folder: string;
  command: string[];
  environment: Record<string, string>;
  /** Folders below it that are written, as paths in it. The image has them, as the user's own. */
  writes: string[];
  /** Whether its tools or its own install scripts may write into the source, as they do on the host. */
  generates: boolean;
}

/** What a package.json has run after an install runs at each start: only then is the source there. */
export function liveOf(
  application: Application,
  { command, environment, writes, generates = false }: DevelopmentRun,
): LiveRun {
  const scripts = ownScripts(application.manifest).map((name) => `node --run ${name} && `);
  const installs = dependencies(application).installs ? ["node_modules"] : [];
  return {
    folder: "/app",
    command: scripts.length === 0 ? command : ["/bin/sh", "-c", `${scripts.join("")}exec "$@"`, "sh", ...command],
    environment,
    writes: [...installs, ...writes],
    generates: generates || scripts.length > 0,
  };
}
