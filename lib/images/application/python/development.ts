import { isRecord } from "../manifest";
import type { PythonApplication } from "./detect";
import type { PythonStart } from "./start";
import { tableAt, textAt, type Table } from "./toml";

/** The debugger's port in a container: the usual one of debugpy. */
export const debugpyPort = 5678;
/** On all addresses, since the engine brings requests to one that is not the loopback. */
export const debugpyListen = ["python", "-m", "debugpy", "--listen", `0.0.0.0:${debugpyPort}`] as const;

/** What production starts, but for Django, whose own server shows static files that nobody has gathered. */
export function findPythonDevelopment({ start, django, packaged, project }: PythonApplication): PythonStart {
  if (django) {
    const command = ["python", "manage.py", "runserver", "--noreload", "0.0.0.0:$PORT"];
    return { ...start, command, server: "own", from: "manage.py, and django among the dependencies" };
  }
  const [program = "", ...args] = start.command;
  const entry = packaged === undefined ? undefined : project?.scripts[program];
  return entry === undefined ? start : { ...start, command: [...called(entry), ...args] };
}

/** As the script of an installation calls it. */
function called(entry: string): string[] {
  const [module = "", attribute = ""] = entry.replace(/\s*\[.*$/, "").split(":");
  const [name = ""] = attribute.split(".");
  return ["python", "-c", `import sys; from ${module.trim()} import ${name.trim()}; sys.exit(${attribute.trim()}())`];
}

/**
 * What an installation says about a project: its version, and the names under which programs find parts of it. As files, by path.
 * Source: Python Packaging User Guide, "Recording installed projects" and "Entry points".
 */
export function installationOf(raw: Table, name: string): Record<string, string> {
  const told = tableAt(raw, "project");
  const poetry = tableAt(raw, "tool", "poetry");
  const version = textAt(told, "version") ?? textAt(poetry, "version") ?? "0";
  const scripts = { ...tableAt(poetry, "scripts"), ...tableAt(told, "scripts") };
  const groups = { console_scripts: scripts, ...tableAt(poetry, "plugins"), ...tableAt(told, "entry-points") };
  const entries = Object.entries(groups).flatMap(([group, names]) =>
    isRecord(names) && Object.keys(names).length > 0
      ? [`[${group}]`, ...Object.entries(names).map(([one, place]) => `${one} = ${String(place)}`)]
      : [],
  );
  const folder = `${name.replaceAll(/[-_.]+/g, "_").toLowerCase()}-${version}.dist-info`;
  return {
    [`${folder}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    ...(entries.length === 0 ? {} : { [`${folder}/entry_points.txt`]: `${entries.join("\n")}\n` }),
  };
}
