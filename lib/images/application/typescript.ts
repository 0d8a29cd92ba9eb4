import { posix } from "node:path";
import { textOf, type FolderFacts } from "./folder-facts";

/** Where the compiler reads and writes, by tsconfig.json and what that extends. */
export interface Compiled {
  /** Folder of the sources: "src", or "." */
  sources: string;
  /** Folder of the output, if it is not beside the sources. */
  output: string | undefined;
}

/** Nest and others build by one of their own, where there is one. */
const configurations = ["tsconfig.build.json", "tsconfig.json"];

export function findCompiled(facts: FolderFacts): Compiled | undefined {
  const file = configurations.find((name) => textOf(facts, name) !== undefined);
  if (file === undefined) return undefined;
  return {
    sources: folderNamed(facts, file, "rootDir") ?? commonFolder(facts.files),
    output: folderNamed(facts, file, "outDir"),
  };
}

/** A folder that a configuration names, or the one that it extends: paths are relative to the file that has them. */
function folderNamed(facts: FolderFacts, file: string, name: string, seen: readonly string[] = []): string | undefined {
  const text = textOf(facts, file);
  if (text === undefined || seen.includes(file)) return undefined;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const named = new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`).exec(code)?.[1];
  // For each package that extends the configuration, its own folder.
  if (named?.startsWith("${configDir}") === true) return plain(named.replace("${configDir}", "."));
  if (named !== undefined) return plain(posix.join(posix.dirname(file), named));
  // The last of several decides.
  for (const base of basesOf(code).toReversed()) {
    const found = folderNamed(facts, withEnding(posix.join(posix.dirname(file), base)), name, [...seen, file]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those that are files; those from packages name no folders of one's own. */
function basesOf(code: string): string[] {
  const one = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]+")/.exec(code)?.[1] ?? "";
  return [...one.matchAll(/"([^"]+)"/g)].map(([, base = ""]) => base).filter((base) => base.startsWith("."));
}

const withEnding = (file: string): string => (file.endsWith(".json") ? file : `${file}.json`);

/** Without rootDir the compiler takes the deepest folder that has all sources in it; of those the first is meant here. */
function commonFolder(files: readonly string[]): string {
  const sources = files.filter((file) => isSource(file) && !/^[^/]+\.config\.\w+$/.test(file));
  return sources.length > 0 && sources.every((file) => file.startsWith("src/")) ? "src" : ".";
}

export const isSource = (file: string): boolean => /(?<!\.d)\.[cm]?tsx?$/.test(file);

const plain = (folder: string): string => posix.normalize(folder).replace(/\/$/, "");

/** The file that the compiler makes of a source. */
export function compiledFile(source: string, { sources, output }: Compiled): string {
  const script = source.replace(/\.([cm]?)tsx?$/, ".$1js");
  if (output === undefined) return script;
  const inside = sources === "." ? script : script.replace(new RegExp(`^${sources}/`), "");
  return posix.join(output, inside);
}
