import type { Notes } from "../notes";
import type { ApplicationObject } from "./application-object";
import type { PythonStart, StartPlace } from "./start";

/** A server whose settings follow from the limits; "own" is any other program, which reads PORT. */
export type PythonServer = "gunicorn" | "uvicorn" | "own";

/** How each server is told what to serve, by preference. The others have their port in the command. */
const servers = {
  asgi: {
    uvicorn: ({ target, factory }) => ["uvicorn", ...(factory ? ["--factory"] : []), target],
    hypercorn: ({ target, factory }) => ["hypercorn", "--bind", "0.0.0.0:$PORT", call(target, factory)],
    granian: ({ target, factory }) => granian("asgi", target, factory),
    daphne: ({ target }) => ["daphne", "--bind", "0.0.0.0", "--port", "$PORT", target],
  },
  wsgi: {
    gunicorn: ({ target, factory }) => ["gunicorn", call(target, factory)],
    granian: ({ target, factory }) => granian("wsgi", target, factory),
    waitress: ({ target, factory }) => [
      "waitress-serve",
      "--listen=0.0.0.0:$PORT",
      ...(factory ? ["--call"] : []),
      target,
    ],
  },
} satisfies Record<string, Record<string, (served: Served) => string[]>>;

interface Served {
  target: string;
  factory: boolean;
}

const call = (target: string, factory: boolean): string => (factory ? `${target}()` : target);

const granian = (gateway: string, target: string, factory: boolean): string[] => [
  "granian",
  "--interface",
  gateway,
  "--host",
  "0.0.0.0",
  "--port",
  "$PORT",
  ...(factory ? ["--factory"] : []),
  target,
];

/** The command that serves an application object with the server that is among the dependencies. */
export function serve(object: ApplicationObject, place: StartPlace, notes: Notes): PythonStart | undefined {
  const { file, module, name, factory, gateway, framework, path } = object;
  const known: Record<string, (served: Served) => string[]> = servers[gateway];
  const server = Object.keys(known).find((candidate) => place.installed.has(candidate));
  const command = server === undefined ? undefined : known[server]?.({ target: `${module}:${name}`, factory });
  if (server === undefined || command === undefined) {
    const [usual = ""] = Object.keys(known);
    const remedy =
      place.project === undefined ? `write ${usual} into requirements.txt` : `add one: \`uv add ${usual}\``;
    notes.fault(
      `${file} makes an application for ${framework}, and no server for it is among the dependencies`,
      remedy,
    );
    return undefined;
  }
  return {
    command,
    server: server === "uvicorn" || server === "gunicorn" ? server : "own",
    environment: path === undefined || place.packaged ? {} : { PYTHONPATH: `/app/${path}` },
    from: `${file}, which makes "${name}", and ${server} among the dependencies`,
  };
}
