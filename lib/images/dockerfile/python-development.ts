import type { DevelopmentAsked } from "../application/development-tools";
import type { PythonApplication } from "../application/python/detect";
import { debugpyListen } from "../application/python/development";
import type { PythonStart } from "../application/python/start";
import type { LiveRun } from "./development-stages";
import { environment, quoted, type Stage } from "./instructions";
import { dependencies, installer, interpreter, standardLibrary, type PythonSystem } from "./python-stages";
import { debuggerFolder, installDebugger, installWatcher, watcherFolder } from "./python-steps";
import { installPackages } from "./system-packages";

/** Where the context and the image have what an installation would say about the project. */
export const projectFolder = "project";

/**
 * All dependencies, and what starts the mounted source anew: an edit makes no other image. A project that is a package is not
 * installed, since its source is not there yet; what programs ask of the installation lies beside it.
 */
export function pythonDevelopmentStages(
  application: PythonApplication,
  { python, packages, user }: PythonSystem,
  { debug }: DevelopmentAsked,
): Stage[] {
  const installs = application.dependencies.value.kind !== "none";
  return [
    installer(python),
    ...(installs ? [dependencies(application, true)] : []),
    {
      comment: "What starts the source anew after an edit, and what a debugger attaches to.",
      from: "installer",
      as: "tools",
      lines: [installWatcher(), ...(debug ? [installDebugger()] : [])],
    },
    standardLibrary(python),
    {
      comment: "What the source runs in: all dependencies, those of development too.",
      from: python,
      lines: [
        ...(packages.length > 0 ? [installPackages("apt", packages)] : []),
        environment(interpreter(installs)),
        "COPY --from=standard-library /image/ /",
        `COPY --from=tools ${watcherFolder} ${watcherFolder}`,
        ...(debug ? [`COPY --from=tools ${debuggerFolder} ${debuggerFolder}`] : []),
        ...(installs ? ["COPY --from=dependencies /image/ /"] : []),
        ...(application.packaged === undefined ? [] : [`COPY ${projectFolder}/ /opt/${projectFolder}/`]),
        "WORKDIR /app",
        `USER ${user}`,
      ],
    },
  ];
}

/** Files change while it runs, and connections stay open: it is told to end, and killed a second later. */
const secondsToEnd = "1";

/** How the mounted source runs: a change of any file starts it anew, since templates and settings count too. */
export function pythonLive(
  { packaged }: PythonApplication,
  { command, environment: own }: PythonStart,
  { debug }: DevelopmentAsked,
): LiveRun {
  const [program = "", ...args] = command;
  const target = debug ? debugged(program, args) : command;
  const { PYTHONPATH, ...rest } = own;
  const path = [
    ...(PYTHONPATH === undefined ? [] : [PYTHONPATH]),
    ...(packaged === undefined ? [] : [...sourceFolders(packaged), `/opt/${projectFolder}`]),
    ...(debug ? [debuggerFolder] : []),
  ];
  return {
    folder: "/app",
    command: [
      `${watcherFolder}/bin/watchfiles`,
      "--target-type=command",
      `--sigint-timeout=${secondsToEnd}`,
      target.map(quoted).join(" "),
      "/app",
    ],
    environment: {
      ...rest,
      ...(path.length === 0 ? {} : { PYTHONPATH: [...new Set(path)].join(":") }),
      // It warns of modules that are frozen into the interpreter, which nobody steps through.
      ...(debug ? { PYDEVD_DISABLE_FILE_VALIDATION: "1" } : {}),
    },
    writes: [],
    generates: false,
  };
}

const sourceFolders = (packaged: readonly string[]): string[] => (packaged.includes("src") ? ["/app/src"] : ["/app"]);

/** A server is a script of Python as well. */
function debugged(program: string, args: readonly string[]): string[] {
  const script = /^python[\d.]*$/.test(program) ? [] : [`/opt/venv/bin/${program}`];
  return [...debugpyListen, ...script, ...args];
}
