import { textOf, type FolderFacts } from "./folder-facts";

/** Where the compiler reads and writes, by tsconfig.json. */
export interface Compiled {
  /** Folder of the sources: "src", or "." */
  sources: string;
  /** Folder of the output, if it is not beside the sources. */
  output: string | undefined;
}

export function findCompiled(facts: FolderFacts): Compiled | undefined {
  const text = textOf(facts, "tsconfig.json");
  if (text === undefined) return undefined;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const folder = (name: string): string | undefined => plain(new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`).exec(code)?.[1]);
  return { sources: folder("rootDir") ?? commonFolder(facts.files), output: folder("outDir") };
}

/** Without rootDir the compiler takes the deepest folder that has all sources in it; of those the first is meant here. */
function commonFolder(files: readonly string[]): string {
  const sources = files.filter((file) => isSource(file) && !/^[^/]+\.config\.\w+$/.test(file));
  return sources.length > 0 && sources.every((file) => file.startsWith("src/")) ? "src" : ".";
}

export const isSource = (file: string): boolean => /(?<!\.d)\.[cm]?tsx?$/.test(file);

const plain = (folder: string | undefined): string | undefined => folder?.replace(/^\.\//, "").replace(/\/$/, "");

/** The file that the compiler makes of a source. */
export function compiledFile(source: string, { sources, output }: Compiled): string {
  const script = source.replace(/\.([cm]?)tsx?$/, ".$1js");
  if (output === undefined) return script;
  const inside = sources === "." ? script : script.replace(new RegExp(`^${sources}/`), "");
  return `${output}/${inside}`;
}
