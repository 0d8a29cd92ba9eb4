import type { FolderFacts } from "../folder-facts";

/** How a server talks to an application: one call for each request, or a loop. */
export type Gateway = "wsgi" | "asgi";

/** An application object in a source file, as servers name it. */
export interface ApplicationObject {
  /** The file it is made in. */
  file: string;
  /** Such as `app.main`. */
  module: string;
  /** The variable's or the function's name. */
  name: string;
  /** A function that makes it, instead of a variable that holds it. */
  factory: boolean;
  gateway: Gateway;
  /** What it is made with, such as FastAPI. */
  framework: string;
  /** The folder that Python must look into, where it is not the application's own. */
  path?: string;
}

const makers: Readonly<Record<string, Gateway>> = {
  FastAPI: "asgi",
  Starlette: "asgi",
  Litestar: "asgi",
  Quart: "asgi",
  BlackSheep: "asgi",
  get_asgi_application: "asgi",
  "falcon.asgi.App": "asgi",
  Flask: "wsgi",
  APIFlask: "wsgi",
  Bottle: "wsgi",
  get_wsgi_application: "wsgi",
  "falcon.App": "wsgi",
};

/** Packages by which a function that makes an application is understood. */
const frameworks: Readonly<Record<string, Gateway>> = {
  fastapi: "asgi",
  starlette: "asgi",
  litestar: "asgi",
  quart: "asgi",
  flask: "wsgi",
  bottle: "wsgi",
  falcon: "wsgi",
};

/** Files that are usual for it, the likeliest first. */
const usual = ["main", "app", "application", "server", "asgi", "wsgi", "api", "__init__"];
const usualNames = ["app", "application", "api"];
const factories = "create_app|make_app|get_app|build_app|create_application|get_application|app_factory";

export function findApplicationObjects(facts: FolderFacts, installed: ReadonlySet<string>): ApplicationObject[] {
  const candidates = facts.files.filter((file) => usual.includes(stem(file)) && file in facts.texts);
  const rank = (file: string): number => usual.indexOf(stem(file)) * 10 + depth(file);
  return candidates
    .toSorted((one, other) => rank(one) - rank(other))
    .flatMap((file) => objectIn(file, facts.texts[file] ?? "", installed) ?? []);
}

function objectIn(file: string, text: string, installed: ReadonlySet<string>): ApplicationObject | undefined {
  const made = [...text.matchAll(/^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*?((?:falcon\.(?:asgi\.)?)?\w+)\s*\(/gm)].flatMap(
    ([, name = "", maker = ""]) => {
      const gateway = Object.hasOwn(makers, maker) ? makers[maker] : undefined;
      return gateway === undefined ? [] : [{ name, gateway, framework: maker, factory: false }];
    },
  );
  const usualFirst = (name: string): number =>
    (usualNames.indexOf(name) + usualNames.length + 1) % (usualNames.length + 1);
  const [direct] = made.toSorted((one, other) => usualFirst(one.name) - usualFirst(other.name));
  const found = direct ?? factoryIn(text, installed);
  return found && { file, ...moduleOf(file), ...found };
}

/** `app = create_app()`, or a function of such a name that asks for nothing. */
function factoryIn(
  text: string,
  installed: ReadonlySet<string>,
): Pick<ApplicationObject, "name" | "gateway" | "framework" | "factory"> | undefined {
  const framework = Object.keys(frameworks).find((name) => installed.has(name));
  const gateway = framework === undefined ? undefined : frameworks[framework];
  if (framework === undefined || gateway === undefined) return undefined;
  const held = new RegExp(`^(\\w+)\\s*=\\s*(?:\\w+\\.)*(?:${factories})\\(`, "m").exec(text)?.[1];
  if (held !== undefined) return { name: held, gateway, framework, factory: false };
  const [, name, parameters = ""] = new RegExp(`^def\\s+(${factories})\\s*\\(([^)]*)\\)`, "m").exec(text) ?? [];
  const asks = parameters.split(",").some((parameter) => parameter.trim() !== "" && !/[=*]/.test(parameter));
  return name === undefined || asks ? undefined : { name, gateway, framework, factory: true };
}

const stem = (file: string): string => /([^/]+)\.py$/.exec(file)?.[1] ?? "";
const depth = (file: string): number => file.split("/").length;

/** `src` holds modules and is none itself. */
export function moduleOf(file: string): { module: string; path?: string } {
  const inside = file.replace(/^src\//, "");
  const module = inside.replace(/(?:\/__init__|\/__main__)?\.py$/, "").replaceAll("/", ".");
  return inside === file ? { module } : { module, path: "src" };
}
