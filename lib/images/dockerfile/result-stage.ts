import { posix } from "node:path";
import type { Application } from "../application/detect";
import type { Start } from "../application/start-command";
import { hasShell, type Base } from "../bases";
import { bundleStages } from "./bundle";
import { environment, exec, run, type Stage } from "./instructions";
import { runtimeStage } from "./runtime-stage";
import { runAndSettle, stillTimes } from "./settle-times";
import { sourceFolder, dependencies, type StageOptions } from "./stages";
import { packagesStage } from "./system-packages";
import { compileCacheFolder, warmUpStage } from "./warm-up";

/** What the stages before made. */
export interface Made {
  start: Start;
  /** The stage with the modules that the image needs. */
  modules: string;
  /** Whether that stage has moved them to where the image's root is put together. */
  moved: boolean;
}

/** The stages that become the image: what runs, and nothing that only a build needs. */
export function resultStages(
  application: Application,
  { start, modules, moved }: Made,
  options: StageOptions,
): Stage[] {
  const { production } = dependencies(application);
  const { bundle, compileCache, base } = options;
  const bundles = bundle !== undefined && start.file !== undefined && production;
  const packed = bundles
    ? bundleStages(application, { file: start.file ?? "", modules, external: bundle, maps: wantsMaps(start) }, options)
    : [];
  const needsModules = production && (!bundles || bundle.length > 0);
  const lies = bundles || application.builds;
  const program: Stage = {
    comment: "The image: dependencies below, the application above.",
    from: options.packages.length > 0 ? "base" : base.run,
    lines: [
      ...(base.kind === "minimal" ? ["COPY --from=runtime /runtime/ /"] : []),
      environment({ NODE_ENV: "production", ...base.environment, ...start.environment }),
      ...(needsModules ? [`COPY --from=${moved ? modules : "modules"} /image/ /`] : []),
      lies ? "COPY --from=application /image/ /" : `COPY ${sourceFolder}/ /`,
      `WORKDIR ${posix.join("/app", application.workspace?.folder ?? "")}`,
      `USER ${options.user}`,
      ...(base.kind === "distroless" ? ["ENTRYPOINT []"] : []),
      `CMD ${exec(commandOn(base, start))}`,
    ],
  };
  return [
    ...packed,
    ...(needsModules && !moved ? [modulesStage(application, modules, base.build, wantsMaps(start))] : []),
    ...(lies && !bundles ? [applicationStage(base.build)] : []),
    ...(options.packages.length > 0 ? [packagesStage(base.run, base.packages ?? "apt", options.packages)] : []),
    ...(base.kind === "minimal" ? [runtimeStage(base.build)] : []),
    ...(compileCache ? warm(program, start) : [program]),
  ];
}

/** Maps stay out of images, unless the start command asks for them. */
export const wantsMaps = ({ command }: Start): boolean => command.includes("--enable-source-maps");

/** Programs of packages begin with a line that asks for `env`, which only a base with a shell has. */
const commandOn = (base: Base, { command }: Start): string[] =>
  !hasShell(base) && command[0]?.startsWith("node_modules/.bin/") ? ["node", ...command] : command;

/** Times that say nothing: the same modules then make the same layer. The folder that is copied is the image's root: only so do the folders above keep their times too (measured on Engine 20.10). */
const settleModules = (maps: boolean): string[] => [
  ...(maps ? [] : ["find /image -name '*.map' -exec rm {} +"]),
  stillTimes("/image"),
];

/** For a stage that nothing but the image is made from: moving what the same step wrote costs nothing. */
export const moveModules = (start: Start): string[] => [
  "mkdir -p /image/app",
  "mv node_modules /image/app/",
  ...settleModules(wantsMaps(start)),
];

const modulesStage = ({ workspace }: Application, modules: string, image: string, maps: boolean): Stage => ({
  comment: "The modules, with times that say nothing: the same ones make the same layer.",
  from: image,
  as: "modules",
  lines: [
    run(
      [`type=bind,from=${modules},source=/app${workspace === undefined ? "/node_modules" : ""},target=/installed`],
      "mkdir -p /image/app",
      ...(workspace === undefined
        ? ["cp -a /installed /image/app/node_modules"]
        : // Each package has a folder of its own for what it needs in another version.
          ["cd /installed", "find . -name node_modules -prune -exec cp -a --parents {} /image/app \\;"]),
      ...settleModules(maps),
    ),
  ],
});

const applicationStage = (image: string): Stage => ({
  comment: "What the build left, with times that follow from the content.",
  from: image,
  as: "application",
  lines: [
    runAndSettle(
      "/image",
      ["type=bind,from=build,source=/result,target=/result"],
      "mkdir /image",
      "cp -a /result /image/app",
    ),
  ],
});

function warm(program: Stage, start: Start): Stage[] {
  return [
    { ...program, as: "program" },
    warmUpStage("program", start),
    {
      comment: "The image, with what was compiled.",
      from: "program",
      lines: [
        `ENV NODE_COMPILE_CACHE="${compileCacheFolder}"`,
        `COPY --from=warmed-up /tmp${compileCacheFolder} ${compileCacheFolder}`,
      ],
    },
  ];
}
