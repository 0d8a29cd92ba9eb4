import type { FolderFacts } from "./folder-facts";
import type { Manifest } from "./manifest";
import type { Notes } from "./notes";
import { shellWords } from "./shell-words";
import { compiledFile, findCompiled, isSource } from "./typescript";

/** How the service is started: a program and its arguments, without a shell or npm in between. */
export interface Start {
  command: string[];
  /** Variables that the script sets. */
  environment: Record<string, string>;
  /** The file that node is given, where it is known. */
  file?: string;
  from: string;
}

/** Node's flags for development, or that the component sets by the limits. What follows some of them is their value. */
const dropped = /^--(?:watch(?:-path)?|watch-preserve-output|inspect(?:-\w+)?|env-file|max-old-space-size)(?:=|$)/;
const withValue = new Set(["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions"]);
/** They start node again at each edit, or compile in passing. */
const runners = ["nodemon", "node-dev", "ts-node", "ts-node-dev", "tsnd", "tsx", "ts-node-esm"];
/** A script for production comes before one that may be for development, as Nest's is. */
const startScripts = ["start:prod", "start:production", "start"];
const usualFiles = ["server.js", "index.js", "app.js", "src/server.js", "src/index.js", "server.mjs", "index.mjs"];

export const hasStart = ({ scripts }: Manifest): boolean => startScripts.some((name) => scripts[name] !== undefined);

export function findStart(facts: FolderFacts, manifest: Manifest, notes: Notes): Start | undefined {
  const name = startScripts.find((candidate) => manifest.scripts[candidate] !== undefined);
  if (name !== undefined) return fromScript(name, facts, manifest, notes);
  const main = manifest.main === undefined ? undefined : resolveFile(manifest.main, facts, manifest);
  if (main !== undefined) return nodeFile(main, "main in package.json");
  const file = usualFiles.find((candidate) => facts.files.includes(candidate));
  if (file !== undefined) return nodeFile(file, `${file}, which is there`);
  notes.fault(
    `nothing says how it starts: there is no script "start", no main and none of ${usualFiles.slice(0, 3).join(", ")}`,
    'write "start": "node server.js" into scripts of package.json',
  );
  return undefined;
}

const nodeFile = (file: string, from: string): Start => ({ command: ["node", file], environment: {}, file, from });

/** Packages whose programs have another name. */
const broughtBy: Record<string, string> = {
  "react-router-serve": "@react-router/serve",
  "remix-serve": "@remix-run/serve",
  nest: "@nestjs/cli",
};

/** They call scripts and programs; but for npm, none of them is in the image. */
export const managers = ["npm", "pnpm", "yarn", "bun", "bunx"];

function fromScript(
  name: string,
  facts: FolderFacts,
  manifest: Manifest,
  notes: Notes,
  seen: readonly string[] = [],
): Start | undefined {
  const script = manifest.scripts[name] ?? "";
  const from = `the script "${name}" in package.json`;
  const words = shellWords(script);
  if (words === undefined || words.length === 0) return throughNpm(name, script, from, notes);
  const called = calledScript(words, manifest);
  if (called !== undefined && !seen.includes(called))
    return fromScript(called, facts, manifest, notes, [...seen, name]);
  const { environment, rest } = splitEnvironment(words);
  const [program = "", ...args] = rest;
  if (program === "node") return fromNode(args, { environment, from }, facts, manifest, notes);
  if (runners.includes(program) && !(program in manifest.dependencies))
    return fromRunner(program, args, { environment, from }, facts, manifest, notes);
  if (managers.includes(program) && program !== "npm" && !(program in manifest.dependencies)) {
    notes.fault(`${from} starts ${program}, which is not in the image: Node is`, 'write "start": "node FILE"');
    return undefined;
  }
  const bringing = broughtBy[program] ?? program;
  if (bringing in manifest.dependencies)
    return { command: [`node_modules/.bin/${program}`, ...args], environment, from };
  if (bringing in manifest.devDependencies) {
    notes.fault(
      `${from} starts ${bringing}, which is a development dependency and not in the image`,
      `move ${bringing} to dependencies, or start what the build makes: "node dist/index.js"`,
    );
    return undefined;
  }
  return throughNpm(name, script, from, notes);
}

/** The script that another one only calls: `pnpm run serve`, `yarn serve`. */
export function calledScript([program = "", ...args]: readonly string[], { scripts }: Manifest): string | undefined {
  if (!managers.includes(program)) return undefined;
  const rest = args.filter((arg) => !["run", "run-script", "-s", "--silent"].includes(arg));
  const [name] = rest;
  const named = rest.length === 1 && name !== undefined && scripts[name] !== undefined;
  return named && (args.length > rest.length || program !== "npm" || name === "start") ? name : undefined;
}

/** It starts a shell and a second node first, which costs 80 to 200 ms and 40 MB, so it is the last resort. */
function throughNpm(name: string, script: string, from: string, notes: Notes): Start | undefined {
  const absent = /(?:^|[\s;&|])(pnpm|yarn|bunx?)\s/.exec(script)?.[1];
  if (absent !== undefined) {
    notes.fault(
      `${from} ("${script}") calls ${absent}, which is not in the image`,
      "call npm in its place, or node itself",
    );
    return undefined;
  }
  notes.warn(
    `${from} ("${script}") is more than one program and is started through npm, which takes longer and more memory`,
    'write one that starts node itself, such as "node server.js"',
  );
  return { command: name === "start" ? ["npm", "start"] : ["npm", "run", name], environment: {}, from };
}

/** `NODE_ENV=production PORT=80 node x`, or the same behind cross-env. */
export function splitEnvironment(words: readonly string[]): { environment: Record<string, string>; rest: string[] } {
  const behind = words.filter((word, at) => at > 0 || (word !== "cross-env" && word !== "exec"));
  const end = behind.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const assigned = behind
    .slice(0, end === -1 ? behind.length : end)
    .map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
  // The component sets these.
  const own = ["NODE_ENV", "PORT", "NODE_OPTIONS"];
  return {
    environment: Object.fromEntries(assigned.filter(([name = ""]) => !own.includes(name))) as Record<string, string>,
    rest: end === -1 ? [] : behind.slice(end),
  };
}

type Where = Pick<Start, "environment" | "from">;

function fromNode(
  args: readonly string[],
  where: Where,
  facts: FolderFacts,
  manifest: Manifest,
  notes: Notes,
): Start | undefined {
  const kept = args.filter((arg) => !dropped.test(arg));
  const gone = args.filter((arg) => dropped.test(arg));
  if (gone.length > 0) {
    notes.warn(
      `${gone.join(" ")} in ${where.from} is left out: it is for development, or the component sets it`,
      'start with "node FILE", and keep such flags in a script "dev"',
    );
  }
  const at = kept.findIndex((arg, index) => !arg.startsWith("-") && !withValue.has(kept[index - 1] ?? ""));
  const named = kept[at];
  if (named === undefined) {
    if (kept.some((arg) => ["-e", "--eval", "-p"].includes(arg))) return { command: ["node", ...kept], ...where };
    notes.fault(`${where.from} names no file`, 'write "node server.js"');
    return undefined;
  }
  const file = resolveFile(named, facts, manifest);
  if (file !== undefined)
    return { command: ["node", ...kept.slice(0, at), file, ...kept.slice(at + 1)], ...where, file };
  notes.fault(
    `${where.from} starts ${named}, which is not there, and no script "build" makes it`,
    'name a file that is there, or add the script "build"',
  );
  return undefined;
}

function fromRunner(
  runner: string,
  args: readonly string[],
  where: Where,
  facts: FolderFacts,
  manifest: Manifest,
  notes: Notes,
): Start | undefined {
  const source = args.find((arg) => /\.[cm]?[jt]sx?$/.test(arg));
  const compiled = findCompiled(facts);
  const built = manifest.scripts["build"] !== undefined && compiled !== undefined;
  const file = source !== undefined && isSource(source) && built ? compiledFile(source, compiled) : source;
  if (file === undefined || isSource(file)) {
    notes.fault(
      `${where.from} starts with ${runner}, which is for development, and no script "build" compiles it`,
      'write "build": "tsc" and "start": "node dist/index.js"',
    );
    return undefined;
  }
  notes.warn(
    `${where.from} starts with ${runner}, which is for development: the image starts "node ${file}"`,
    `write "start": "node ${file}"`,
  );
  return { command: ["node", file], ...where, file };
}

/** The file that node would take for a name, or that the build makes: `.`, `dist/server`, `./server.js`. */
function resolveFile(name: string, facts: FolderFacts, manifest: Manifest): string | undefined {
  const path = name.replace(/^\.\/(?=.)/, "");
  if (path === ".") return resolveFile(manifest.main ?? "index.js", facts, { ...manifest, main: "index.js" });
  const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.mjs`, `${path}/index.js`];
  const there = candidates.find((candidate) => facts.files.includes(candidate));
  if (there !== undefined) return there;
  if (manifest.scripts["build"] === undefined || isSource(path)) return undefined;
  // Of the two that it may mean, builders make the folder.
  if (/^(?:dist|build|out|\.output)$/.test(path)) return `${path}/index.js`;
  return /\.[cm]?js$/.test(path) ? path : `${path}.js`;
}
