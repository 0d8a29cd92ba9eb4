import type { FolderFacts } from "../folder-facts";
import type { Notes } from "../notes";
import { findApplicationObjects, moduleOf, type ApplicationObject } from "./application-object";
import { fromCommand } from "./command";
import type { Project } from "./project";
import { serve, type PythonServer } from "./servers";
import { tableAt, textAt } from "./toml";

/** How a Python service is started: a program and its arguments, without a shell. */
export interface PythonStart {
  /** `$PORT` in a word stands for the port, which the component knows. */
  command: string[];
  /** The server in it, whose settings follow from the limits. */
  server: PythonServer;
  /** Variables that it needs. */
  environment: Record<string, string>;
  from: string;
}

/** Where a start is looked for. */
export interface StartPlace {
  facts: FolderFacts;
  project: Project | undefined;
  installed: ReadonlySet<string>;
  /** The project is installed as a package, so that `src` is not looked into. */
  packaged: boolean;
}

export const startRemedy =
  'write start = "uvicorn app.main:app" under [tool.plimsoll] in pyproject.toml, or a Procfile with "web: ..."';

const usualFiles = ["main.py", "app.py", "server.py", "run.py", "src/main.py", "app/main.py"];

export function findPythonStart(place: StartPlace, notes: Notes): PythonStart | undefined {
  const { facts, project, packaged } = place;
  const told = project === undefined ? undefined : textAt(tableAt(project.raw, "tool", "plimsoll"), "start");
  if (told !== undefined) return fromCommand(told, "start under [tool.plimsoll] in pyproject.toml", place, notes);
  const web = /^web:\s*(.+)$/m.exec(facts.texts["Procfile"] ?? "")?.[1];
  if (web !== undefined) return fromCommand(web.trim(), "Procfile", place, notes);
  const objects = findApplicationObjects(facts, place.installed);
  if (objects.length > 0) return serve(preferred(objects, place), place, notes);
  const script = packaged ? ownScript(project) : undefined;
  if (script !== undefined) {
    const from = `the script "${script}" in pyproject.toml`;
    return { command: [script], server: "own", environment: {}, from };
  }
  const file = facts.files.find((name) => /^(?:src\/)?\w+\/__main__\.py$/.test(name)) ?? usual(facts);
  if (file !== undefined) return fromFile(file, packaged);
  notes.fault(
    `nothing says how it starts: no application object in ${usualFiles.slice(0, 2).join(", ")} or their like, and no script`,
    startRemedy,
  );
  return undefined;
}

const usual = ({ files }: FolderFacts): string | undefined => usualFiles.find((name) => files.includes(name));

function fromFile(file: string, packaged: boolean): PythonStart {
  const { module, path } = moduleOf(file);
  const environment: Record<string, string> = path === undefined || packaged ? {} : { PYTHONPATH: `/app/${path}` };
  const command = file.includes("/") ? ["python", "-m", module] : ["python", file];
  return { command, server: "own", environment, from: `${file}, which is there` };
}

/** Django makes one for each gateway: gunicorn takes the first, a server for loops the second. */
function preferred(objects: readonly ApplicationObject[], { installed }: StartPlace): ApplicationObject {
  const [first, ...others] = objects as [ApplicationObject, ...ApplicationObject[]];
  const other = others.find(
    ({ gateway, framework }) =>
      gateway !== first.gateway && framework.startsWith("get_") && first.framework.startsWith("get_"),
  );
  if (other === undefined) return first;
  const [wsgi, asgi] = first.gateway === "wsgi" ? [first, other] : [other, first];
  return installed.has("gunicorn") || installed.has("waitress") ? wsgi : asgi;
}

/** One script is what starts; of several the one that is called like the project, or like a server. */
function ownScript(project: Project | undefined): string | undefined {
  const names = Object.keys(project?.scripts ?? {});
  if (names.length < 2) return names[0];
  return (
    names.find((name) => name === project?.name) ?? names.find((name) => /^(?:serve|server|web|start)$/.test(name))
  );
}
