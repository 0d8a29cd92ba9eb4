import { posix } from "node:path";
import type { Application } from "../application/detect";
import type { DevelopmentRun } from "../application/development-command";
import { ownScripts } from "../application/install-scripts";
import type { LiveWorkspace } from "../application/live-workspace";
import { buildFolder, followFile, originalFolder } from "./follow-packages";
import { quoted, run, type Stage } from "./instructions";
import { managerLines } from "./managers";
import { dependencies, dependencyStages, type StageOptions } from "./stages";
import { installPackages } from "./system-packages";

/** What is run, and the workspace that it is run in, where there is one. */
interface Developed {
  run: DevelopmentRun;
  around?: LiveWorkspace;
}

/**
 * All dependencies and nothing of the source, which is mounted: an edit makes no other image. Nor does it hold the command, so that
 * another script installs nothing. What tools write is the user's, and becomes his in the volumes that are filled from it.
 */
export function developmentStages(application: Application, developed: Developed, options: StageOptions): Stage[] {
  const { installs } = dependencies(application);
  const { base, user } = options;
  const { writes, packages: called = [] } = developed.run;
  const calls = developed.around?.callsManager ?? false;
  const packages = [...new Set([...called, ...options.packages])];
  const own = application.workspace?.folder;
  const tops = [...new Set(writes.map((folder) => folder.split("/")[0] ?? folder))].map((top) => below(own, top));
  const volumes = copiedOf(developed);
  const copied = volumes.length === 0 ? [] : [...volumes, buildFolder];
  const made = [...copied, ...writes.map((folder) => below(own, folder))];
  const modules = installs ? (developed.around?.modules ?? []).map((folder) => below(folder, "node_modules")) : [];
  const last = modules.length > 0 ? [`mkdir -p ${words(modules)}`] : [];
  return [
    ...(installs ? dependencyStages(application, options, true, last) : []),
    {
      comment: "What the source runs in: all dependencies, those of development too.",
      from: options.node,
      lines: [
        ...(packages.length > 0 ? [installPackages(base.packages ?? "apt", packages)] : []),
        'ENV NODE_ENV="development"',
        ...(calls ? managerLines(application) : []),
        ...(own === undefined ? [] : [`ENV PATH=${JSON.stringify(`$PATH:${binaries(own)}`)}`, `COPY ${followFile} /`]),
        "WORKDIR /app",
        ...(installs ? ["node_modules", ...modules] : []).map(
          (folder) => `COPY --from=dependencies --chown=${user} /app/${folder} ./${folder}`,
        ),
        ...(made.length > 0
          ? [
              run(
                [],
                `mkdir -p ${words(made)}`,
                ...(copied.length > 0 ? [`chown ${user} ${words(copied)}`] : []),
                ...(tops.length > 0 ? [`chown -R ${user} ${words(tops)}`] : []),
              ),
            ]
          : []),
        ...(own === undefined ? [] : [`WORKDIR ${posix.join("/app", own)}`]),
        `USER ${user}`,
      ],
    },
  ];
}

const below = (folder: string | undefined, name: string): string => posix.join(folder ?? "", name);
const words = (names: readonly string[]): string => names.map(quoted).join(" ");
const copiedOf = ({ around }: Developed): string[] =>
  (around?.parts ?? []).filter(({ copied }) => copied).map(({ folder }) => folder);

/** Managers put a program into the package's folder or the workspace's. */
const binaries = (own: string): string => ["/app", posix.join("/app", own)].map(bin).toReversed().join(":");
const bin = (folder: string): string => `${folder}/node_modules/.bin`;

/** How the mounted source runs in the container. */
export interface LiveRun {
  /** Where the source is. */
  folder: string;
  command: string[];
  environment: Record<string, string>;
  /** Folders that are written, as paths in it, or absolute ones. The image has them, as the user's own. */
  writes: string[];
  /** Whether its tools or its own install scripts may write into the source, as they do on the host. */
  generates: boolean;
  /** Where the source is once more, without what lies over it. */
  original?: string;
}

/** What a package.json has run after an install runs at each start: only then is the source there. */
export function liveOf(application: Application, developed: Developed): LiveRun {
  const { command, environment, writes, generates = false } = developed.run;
  const { workspace } = application;
  const installs = dependencies(application).installs ? ["node_modules"] : [];
  if (workspace !== undefined) return liveIn(workspace.folder, installs, developed);
  const scripts = ownScripts(application.manifest).map((name) => `node --run ${name} && `);
  return {
    folder: "/app",
    command: scripts.length === 0 ? command : ["/bin/sh", "-c", `${scripts.join("")}exec "$@"`, "sh", ...command],
    environment,
    writes: [...installs, ...writes],
    generates: generates || scripts.length > 0,
  };
}

/** What is built has a volume over its whole folder, with its modules in it. */
function liveIn(own: string, installs: readonly string[], developed: Developed): LiveRun {
  const { command, environment, writes, generates = false } = developed.run;
  const { modules = [], parts = [] } = developed.around ?? {};
  const copied = copiedOf(developed);
  const [program = "", ...args] = command;
  const named = [program.replace(/^node_modules\/\.bin\//, ""), ...args];
  const inside = modules.filter((folder) => installs.length > 0 && !copied.includes(folder));
  return {
    folder: "/app",
    // It keeps a list of files: a small heap is enough, and the rest is the program's.
    command:
      parts.length === 0
        ? named
        : ["node", "--max-old-space-size=32", `/${followFile}`, JSON.stringify(parts), ...named],
    environment,
    writes: [
      ...installs,
      ...inside.map((folder) => below(folder, "node_modules")),
      ...(copied.length === 0 ? [] : [...copied, buildFolder]),
      ...writes.map((folder) => below(own, folder)),
    ],
    generates: generates || parts.some((part) => !part.copied),
    ...(copied.length === 0 ? {} : { original: originalFolder }),
  };
}
