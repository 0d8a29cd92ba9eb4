import { posix } from "node:path";
import type { Application } from "../application/detect";
import type { Start } from "../application/start-command";
import { quoted, run, type Stage } from "./instructions";
import { managersFiles } from "./manifest-files";
import { productionLine } from "./managers";
import { moveModules, resultStages, wantsMaps } from "./result-stage";
import { applicationFolder, argLines, dependencies, dependencyStages, type StageOptions } from "./stages";
import { buildLines, keepsGenerated, keepGenerated } from "./steps";

/** Install, prune, build, result: each in a stage of its own, so that an edit of the source repeats the last two only. */
export function serviceStages(application: Application, { start }: { start: Start }, options: StageOptions): Stage[] {
  const needed = dependencies(application);
  const { builds } = application;
  const { installs } = needed;
  const prunes = builds && needed.development && needed.production;
  const stages: Stage[] = [];
  // Where neither a build nor a bundler asks for the modules, they may leave their place at once.
  const moved = !builds && options.bundle === undefined && application.workspace === undefined && needed.production;
  if (installs) stages.push(...dependencyStages(application, options, builds, moved ? moveModules(start) : []));
  if (prunes) {
    stages.push({
      comment: "The same without what only the build needs: one install, then less of it.",
      from: "dependencies",
      as: "production-dependencies",
      lines: [productionLine(application)],
    });
  }
  if (builds) stages.push(buildStage(application, start, installs, options));
  return [
    ...stages,
    ...resultStages(
      application,
      { start, modules: prunes ? "production-dependencies" : "dependencies", moved },
      options,
    ),
  ];
}

/** All that the build leaves goes into the image, wherever it puts it; out of it stay what it was made from, and maps. */
function buildStage(application: Application, start: Start, installs: boolean, options: StageOptions): Stage {
  const { workspace } = application;
  // They are wanted where the start command asks for them. Not every busybox has -delete.
  const maps = wantsMaps(start) ? [] : ["find /result -name '*.map' -exec rm {} +"];
  const checks = start.file === undefined ? [] : [mustBe(posix.join(workspace?.folder ?? "", start.file))];
  const installed = installs ? managersFiles(application.manager.value) : [];
  const tops = workspace === undefined ? [...installed, ...application.buildOnly] : installed;
  const left = tops.map((name) => `! -name ${quoted(name)} `).join("");
  return {
    comment: "The build. What it leaves is the image's content, without what only the build needs.",
    from: installs ? "dependencies" : options.node,
    as: "build",
    lines: [
      ...(installs ? [] : ["WORKDIR /app"]),
      ...argLines(options),
      `COPY ${applicationFolder}/ ./`,
      ...buildLines(application, checks),
      run(
        [],
        "mkdir /result",
        ...(workspace === undefined ? [] : needless(application)),
        `find . -mindepth 1 -maxdepth 1 ${left}-exec mv -t /result {} +`,
        // Later than the folders that it lies in: they would not be moved onto others.
        ...(keepsGenerated(application) ? [keepGenerated] : []),
        // What Next builds its next build from.
        ...("next" in application.manifest.dependencies
          ? [`rm -rf ${posix.join("/result", workspace?.folder ?? "", ".next/cache")}`]
          : []),
        ...maps,
      ),
    ],
  };
}

/** In a workspace it lies in the packages' folders: modules, which come from elsewhere, sources, and packages of other images. */
function needless({ workspace, buildOnly }: Application): string[] {
  const needed = new Set(workspace?.needed.map(({ folder }) => folder));
  const others = (workspace?.packages ?? []).map(({ folder }) => folder).filter((folder) => !needed.has(folder));
  return [
    "find . -name node_modules -prune -exec rm -rf {} +",
    `rm -rf ${[...others, ...buildOnly].map(quoted).join(" ")}`,
  ];
}

/** A build that makes something else would end as a container that can't start. */
export const mustBe = (file: string): string =>
  `{ test -f ${quoted(file)} || { echo ${quoted(`The build made no ${file}.`)} >&2; exit 1; }; }`;
