import type { PythonApplication } from "../application/python/detect";
import type { PythonStart } from "../application/python/start";
import { ImageBase } from "../bases";
import { imageVersion } from "../pinned";
import { environment, exec, quoted, run, type Stage } from "./instructions";
import {
  compileApplication,
  compileStandardLibrary,
  installDependencies,
  installProject,
  installUv,
  uvEnvironment,
} from "./python-steps";
import { pythonRuntimeStage } from "./python-runtime-stage";
import { manifestFolder, sourceFolder } from "./stages";
import { packagesStage } from "./system-packages";

/** The bases that a Python service can have: those of the others hold another Python than its dependencies are installed for. */
export type PythonBase = typeof ImageBase.slim | typeof ImageBase.minimal;

/** What a Python service runs in, in production and in development. */
export interface PythonSystem {
  /** The image with Python. */
  python: string;
  /** Packages of the system that the service calls. */
  packages: readonly string[];
  /** Numeric user and group. */
  user: string;
}

export interface PythonStageOptions extends PythonSystem {
  /** What the image has of that with Python: all, or no more than Python. */
  base: PythonBase;
  /** Names of build arguments. */
  args: readonly string[];
  /** Whether there are files beside the package that the project is. */
  files: boolean;
}

/** Installer, dependencies, project, sources, standard library, result: an edit of the source repeats what it concerns. */
export function pythonStages(application: PythonApplication, options: PythonStageOptions): Stage[] {
  const { packaged } = application;
  const installs = application.dependencies.value.kind !== "none" || packaged !== undefined;
  return [
    ...(installs ? [installer(options.python), dependencies(application)] : []),
    ...(packaged === undefined ? [] : [project(options)]),
    ...(options.files ? [sources(application, installs, options)] : []),
    standardLibrary(options.python),
    ...(options.packages.length === 0 ? [] : [packagesStage(options.python, "apt", options.packages)]),
    ...(options.base === ImageBase.minimal ? [pythonRuntimeStage] : []),
    result(application, installs, options),
  ];
}

export const installer = (python: string): Stage => ({
  comment: "The installer, which stays out of the image.",
  from: python,
  as: "installer",
  lines: [uvEnvironment, installUv()],
});

/** `groups`: those of development too. */
export const dependencies = ({ dependencies: { value } }: PythonApplication, groups = false): Stage => ({
  comment:
    "Dependencies, from manifests without version and description: only a change of the dependencies installs anew.",
  from: "installer",
  as: "dependencies",
  lines: [
    "WORKDIR /manifest",
    ...(value.kind === "none" ? [] : [`COPY ${manifestFolder}/ ./`]),
    installDependencies(value, groups),
  ],
});

const project = ({ args }: PythonStageOptions): Stage => ({
  comment: "The project itself, as a wheel.",
  from: "dependencies",
  as: "project",
  lines: [
    "WORKDIR /project",
    ...args.map((name) => `ARG ${name}`),
    // What the stage before left there is the dependencies' layer.
    "RUN rm /opt/venv && mv /image/opt/venv /opt/venv && rm -r /image",
    `COPY ${sourceFolder}/app/ ./`,
    installProject(),
  ],
});

function sources(
  { packaged = [], collectsStatic, start }: PythonApplication,
  installs: boolean,
  { python, args }: PythonStageOptions,
): Stage {
  const gone = packaged.map((folder) => quoted(`/sources/app/${folder}`)).join(" ");
  const collects = collectsStatic && installs;
  return {
    comment: "The application's sources, with their bytecode.",
    from: collects ? "dependencies" : python,
    as: "application",
    lines: [
      ...(collects ? ["WORKDIR /sources/app", ...args.map((name) => `ARG ${name}`)] : []),
      `COPY ${sourceFolder}/ /sources/`,
      ...(collects ? [collect(start.environment["PYTHONPATH"])] : []),
      compileApplication("/sources", ...(gone === "" ? [] : [`rm -rf ${gone}`])),
    ],
  };
}

/** Settings often insist on a key, which the files don't depend on. */
function collect(path: string | undefined): string {
  const variables = [
    ...(path === undefined ? [] : [`PYTHONPATH=/sources${path}`]),
    "SECRET_KEY=of-the-build",
    "DJANGO_SECRET_KEY=of-the-build",
  ];
  return run([], `${variables.join(" ")} /opt/venv/bin/python -B manage.py collectstatic --noinput`);
}

export const standardLibrary = (python: string): Stage => ({
  comment: "Bytecode of the standard library, the same for every image of this Python.",
  from: python,
  as: "standard-library",
  lines: [compileStandardLibrary()],
});

/** What Python is told in every image. */
export const interpreter = (installs: boolean): Record<string, string> => ({
  ...(installs ? { PATH: "/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin" } : {}),
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUNBUFFERED: "1",
});

/** What the official image says, where nothing of it is left. */
const minimalEnvironment = (installs: boolean, python: string): Record<string, string> => {
  const version = imageVersion("python", python);
  return {
    PATH: installs ? "/opt/venv/bin:/usr/local/bin" : "/usr/local/bin",
    LANG: "C.UTF-8",
    ...(version === undefined ? {} : { PYTHON_VERSION: version }),
  };
};

function result(
  { packaged, start }: PythonApplication,
  installs: boolean,
  { python, base, packages, user, files }: PythonStageOptions,
): Stage {
  const minimal = base === ImageBase.minimal;
  const variables = {
    ...interpreter(installs),
    ...(minimal ? minimalEnvironment(installs, python) : {}),
    ...start.environment,
  };
  const below = minimal ? "COPY --from=runtime /runtime/ /" : "COPY --from=standard-library /image/ /";
  return {
    comment: `The image: ${minimal ? "Python" : "the standard library's bytecode"} and dependencies below, the application above.`,
    from: minimal ? "scratch" : packages.length === 0 ? python : "base",
    lines: [
      environment(variables),
      below,
      ...(installs ? ["COPY --from=dependencies /image/ /"] : []),
      ...(packaged === undefined ? [] : ["COPY --from=project /image/ /"]),
      ...(files ? ["COPY --from=application /sources/ /"] : []),
      "WORKDIR /app",
      `USER ${user}`,
      `CMD ${exec(standing(start))}`,
    ],
  };
}

/** The component names address and port itself; started by hand, the image answers too. */
function standing({ command, server }: PythonStart): string[] {
  const words = command.map((word) => word.replaceAll("$PORT", "8000"));
  if (server === "uvicorn") return [...words, "--host", "0.0.0.0"];
  return server === "gunicorn" ? [...words, "--bind", "0.0.0.0:8000"] : words;
}
