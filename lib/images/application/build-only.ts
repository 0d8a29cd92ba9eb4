import type { FolderFacts } from "./folder-facts";
import type { Start } from "./start-command";
import { findCompiled, isSource } from "./typescript";

/** Configurations of tools that build and test. Others, such as next.config.js, are read at run time. */
const toolFiles =
  /^(?:tsconfig.*\.json|nest-cli\.json|(?:vite|vitest|jest|babel|webpack|rollup|postcss|tailwind|tsup|tsdown|esbuild|svelte)\.config\.[cm]?[jt]s)$/;

/** Sources of which the compiler makes others, with what only tools read. What else lies among them, the program may read. */
export function buildOnlyOf(facts: FolderFacts, start: Start | undefined): string[] {
  const tops = [...new Set(facts.files.map((file) => file.split("/")[0] ?? file))];
  const configurations = tops.filter((name) => toolFiles.test(name));
  const compiled = findCompiled(facts);
  const sources = compiled?.sources.split("/")[0];
  if (compiled?.output === undefined || sources === undefined || sources === ".") return configurations;
  const inside = facts.files.filter((file) => file.startsWith(`${sources}/`));
  // Node and others run TypeScript as it stands.
  const started = start?.command.some((word) => word.startsWith(`${sources}/`)) ?? false;
  const needless = !started && inside.every((file) => isSource(file) || file.endsWith(".d.ts"));
  return needless ? [...configurations, sources] : configurations;
}

/** Folders of outputs; others may hold sources too. */
const outputs = /^(?:dist|build|out|\.next|\.output)$/;

/** What the build makes anew, so that what lies in the folder is stale. */
export function madeBy(facts: FolderFacts, { start, page }: { start?: Pick<Start, "file">; page?: string }): string[] {
  const output = findCompiled(facts)?.output;
  const top = start?.file?.split("/")[0] ?? "";
  const named = page ?? output;
  const folders = [
    ...(named === undefined || named === "." || named.startsWith("..") ? [] : [named]),
    ...(outputs.test(top) ? [top] : []),
  ];
  return [...new Set(folders)];
}
