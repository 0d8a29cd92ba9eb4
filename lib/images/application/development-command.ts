import {
  debuggerPort,
  developmentTools,
  inspect,
  servers,
  type DevelopmentAsked,
  type DevelopmentTool,
} from "./development-tools";
import type { FolderFacts } from "./folder-facts";
import type { Manifest } from "./manifest";
import { Notes } from "./notes";
import { shellWords } from "./shell-words";
import { calledScript, findStart, managers, splitEnvironment } from "./start-command";
import { compiledFile, findCompiled, isSource } from "./typescript";

/** How a folder's source is run so that an edit is seen. */
export interface DevelopmentRun {
  /** A program and its arguments, in the application's folder. */
  command: string[];
  /** Variables that the script sets, and that the program needs. */
  environment: Record<string, string>;
  /** Folders that the program writes, beside node_modules. */
  writes: string[];
  /** Whether it writes beside the sources. */
  generates?: boolean;
  /** Packages of the system that the program calls. */
  packages?: readonly string[];
  from: string;
}

/** Scripts for development, by how common their names are. */
const scripts = ["dev", "start:dev", "develop", "serve"];
/** Of a page: older tools develop with `start`. */
const pageScripts = ["dev", "develop", "start", "serve"];

export function findDevelopment(
  facts: FolderFacts,
  manifest: Manifest,
  kind: "service" | "site",
  asked: DevelopmentAsked,
  notes: Notes,
): DevelopmentRun | undefined {
  const run =
    kind === "site"
      ? (servedByScript(manifest, asked, notes) ?? served(manifest, kind, asked) ?? nothing(kind, notes))
      : serviceRun(facts, manifest, asked, notes);
  if (run !== undefined && asked.debug && !run.command.some((word) => word.includes(`0.0.0.0:${debuggerPort}`))) {
    notes.warn(
      `${run.from} runs "${run.command.join(" ")}", which hands no flags on to the program: no debugger can attach`,
      'write a script "dev" that starts it itself, such as "node --watch server.js" or "tsx watch src/server.ts"',
    );
  }
  return run;
}

/** A script that starts a server for pages. Others build one, or show what was built. */
function servedByScript(manifest: Manifest, asked: DevelopmentAsked, notes: Notes): DevelopmentRun | undefined {
  const serves = (name: string): boolean => {
    const run = manifest.scripts[name] === undefined ? undefined : fromScript(name, manifest, asked, new Notes(""));
    const program = run?.command[0]?.replace("node_modules/.bin/", "") ?? "";
    const { words } = developmentTools[program] ?? {};
    return program in developmentTools && (words === undefined || words.includes(run?.command[1] ?? ""));
  };
  const name = pageScripts.find(serves);
  return name === undefined ? undefined : fromScript(name, manifest, asked, notes);
}

function serviceRun(
  facts: FolderFacts,
  manifest: Manifest,
  asked: DevelopmentAsked,
  notes: Notes,
): DevelopmentRun | undefined {
  const name = scripts.find((candidate) => manifest.scripts[candidate] !== undefined);
  if (name !== undefined) return fromScript(name, manifest, asked, notes);
  return served(manifest, "service", asked) ?? unbuilt(facts, manifest, asked, notes);
}

function nothing(kind: "service" | "site", notes: Notes): undefined {
  notes.fault(
    'nothing says how it runs in development: there is no script "dev", and the file that production starts has no source here',
    kind === "site" ? 'write "dev": "vite"' : 'write "dev": "node --watch server.js"',
  );
}

function fromScript(
  name: string,
  manifest: Manifest,
  asked: DevelopmentAsked,
  notes: Notes,
  seen: readonly string[] = [name],
): DevelopmentRun | undefined {
  const script = manifest.scripts[name] ?? "";
  const from = `the script "${name}" in package.json`;
  const words = shellWords(script);
  const { environment, rest } = splitEnvironment(words ?? []);
  const [program = "", ...args] = rest;
  const next = calledScript(rest, manifest);
  if (next !== undefined && !seen.includes(next)) {
    const run = fromScript(next, manifest, asked, notes, [...seen, next]);
    return run && { ...run, environment: { ...environment, ...run.environment } };
  }
  if (program === "node") return { ...nodeRun(args, asked), environment, from };
  const tool = developmentTools[program];
  const dependency = tool?.dependency ?? program;
  if (words !== undefined && tool !== undefined && !has(manifest, dependency)) {
    notes.fault(
      `${from} starts ${program}, and ${dependency} is not among the dependencies`,
      `add it: npm install --save-dev ${dependency}`,
    );
    return undefined;
  }
  const run = tool && toolRun(program, tool, args, manifest, asked);
  if (words !== undefined && run !== undefined)
    return { ...run, environment: { ...environment, ...run.environment }, from };
  if (words !== undefined && has(manifest, program))
    return { command: [`node_modules/.bin/${program}`, ...args], environment, writes: [], from };
  const absent = managers.find((one) => one !== "npm" && new RegExp(`(?:^|[\\s;&|])${one}\\s`).test(script));
  if (absent !== undefined) {
    notes.fault(`${from} ("${script}") calls ${absent}, which is not in the image`, 'write "dev": "node --watch FILE"');
    return undefined;
  }
  notes.warn(
    `${from} ("${script}") is more than one program and runs in a shell, which hands no signals on`,
    'write one that starts the program itself, such as "node --watch server.js"',
  );
  // Node starts scripts too, whatever the manager, and without a second Node in between.
  return { command: ["node", "--run", name], environment: {}, writes: [], from };
}

const has = ({ dependencies, devDependencies, around = {} }: Manifest, name: string): boolean =>
  name in dependencies || name in devDependencies || name in around;

type Bare = Omit<DevelopmentRun, "from">;

/** A program that ends when its last connection does would stay for ever beside a browser that listens for events. */
const endsAtOnce = "--watch-kill-signal=SIGKILL";

/** Node starts its program anew after an edit of any module that it loaded. */
function nodeRun(args: readonly string[], { debug }: DevelopmentAsked): Bare {
  const own = args.filter((arg) => !/^--inspect(?:-brk|-wait|-port)?(?:=|$)/.test(arg));
  const says = (flag: RegExp): boolean => own.some((arg) => flag.test(arg));
  const watch = says(/^--watch(?:-path)?(?:=|$)/) ? [] : ["--watch"];
  const ends = says(/^--watch-kill-signal(?:=|$)/) ? [] : [endsAtOnce];
  const watching = says(/^--run(?:=|$)/) ? [] : [...watch, ...ends];
  return { command: ["node", ...watching, ...(debug ? [inspect] : []), ...own], environment: {}, writes: [] };
}

/** Undefined where the tool is asked for something else, such as a build. */
function toolRun(
  program: string,
  tool: DevelopmentTool,
  args: readonly string[],
  manifest: Manifest,
  asked: DevelopmentAsked,
): Bare | undefined {
  const { words, drops = [], flags, follows, debugs = [], environment, writes, packages, generates } = tool;
  const [first = ""] = args;
  const said = words?.includes(first) ?? false;
  // A path or a flag behind the program's name; tsx without its word runs once.
  const other = words !== undefined && program !== "tsx" && !said && /^[a-z][a-z:-]*$/.test(first);
  if (other) return undefined;
  const rest = without(said ? args.slice(1) : args, drops, /^--inspect(?:-brk|-wait)?(?:=|$)/);
  const places = asked.debug && !rest.some((arg) => ["--exec", "-x"].includes(arg)) ? debugs : [];
  const { beside = [] } = asked;
  const watches = rest.some((arg) => ["--watch", "-w"].includes(arg)) || beside.length === 0;
  const word = words === undefined ? [] : [said ? first : (words[0] ?? "")];
  return {
    command: [
      `node_modules/.bin/${program}`,
      ...word,
      ...places,
      ...(watches ? [] : (follows?.(beside) ?? [])),
      ...rest,
      ...(flags?.(asked) ?? []),
    ],
    environment: environment?.(asked) ?? {},
    writes: writes?.(manifest) ?? [],
    ...(packages === undefined ? {} : { packages }),
    ...(generates?.(manifest) ? { generates: true } : {}),
  };
}

/** Without flags of these names, and the values that follow them. */
function without(args: readonly string[], names: readonly string[], pattern: RegExp): string[] {
  const named = (arg: string): boolean => names.includes(arg.split("=")[0] ?? "");
  return args.filter((arg, at) => {
    const before = args[at - 1];
    const value = before !== undefined && !before.includes("=") && names.includes(before) && !arg.startsWith("-");
    return !named(arg) && !value && !pattern.test(arg);
  });
}

/** By the server that the dependencies bring. A service with Vite may only test or bundle with it. */
function served(manifest: Manifest, kind: "service" | "site", asked: DevelopmentAsked): DevelopmentRun | undefined {
  const serving = Object.entries({ ...servers, ...(kind === "site" ? { vite: "vite" } : {}) });
  const own = { ...manifest, around: {} };
  const [dependency = "", program = ""] = serving.find(([name]) => has(own, name)) ?? [];
  const tool = developmentTools[program];
  const run = tool && toolRun(program, tool, [], manifest, asked);
  return run && { ...run, from: `the dependency ${dependency}` };
}

/** What production starts, as it is before it is built. */
function unbuilt(
  facts: FolderFacts,
  manifest: Manifest,
  asked: DevelopmentAsked,
  notes: Notes,
): DevelopmentRun | undefined {
  const start = findStart(facts, manifest, new Notes(facts.folder));
  const source = start?.file === undefined ? undefined : sourceOf(start.file, facts);
  if (start === undefined || source === undefined) return nothing("service", notes);
  const { environment } = start;
  const from = `${start.from}, and no script "dev"`;
  // What production starts as it stands needs nothing else here.
  if (source === start.file) return { ...nodeRun([source], asked), environment, from };
  const { tsx } = developmentTools;
  const run = has(manifest, "tsx") && tsx !== undefined ? toolRun("tsx", tsx, [source], manifest, asked) : undefined;
  if (run !== undefined) return { ...run, environment, from };
  notes.warn(
    `there is no script "dev", so Node runs ${source} itself: it takes imports only as they are named, with .ts, and no enums`,
    `add tsx, which takes all: npm install --save-dev tsx, and "dev": "tsx watch ${source}"`,
  );
  return { ...nodeRun([source], asked), environment, from };
}

/** The file itself, or the one that it is compiled from. */
function sourceOf(file: string, facts: FolderFacts): string | undefined {
  const compiled = findCompiled(facts);
  const source =
    compiled && facts.files.find((candidate) => isSource(candidate) && compiledFile(candidate, compiled) === file);
  return source ?? (facts.files.includes(file) ? file : undefined);
}
