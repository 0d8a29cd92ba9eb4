import { tellingPythonFiles, tellsOfPython } from "./python/telling-files";

/** What a folder with an application holds, as plain data: all that is looked at to find out what it is. */
export interface FolderFacts {
  /** The folder as the stack program names it, for texts. */
  folder: string;
  /** Paths of all files that may go into the image, with `/`, sorted. */
  files: readonly string[];
  /** Names of environment files at the top, which stay out of every image. */
  environmentFiles: readonly string[];
  /** The content of files that say something about the application, by path: those of {@link tellingFiles} that are there, and those that {@link tells} names. */
  texts: Readonly<Record<string, string>>;
  /** Files with a private key in them. */
  privateKeys: readonly string[];
  /** Size of all files in bytes, by the first part of their path. */
  sizes: Readonly<Record<string, number>>;
}

/** Files that are read for what they say: of manifests, versions and outputs. */
export const tellingFiles = [
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
  ".nvmrc",
  ".node-version",
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".dockerignore",
  ...tellingPythonFiles,
] as const;

/** Files that say something wherever they lie: about packages of a workspace, builders, and what is installed in place of what was published. */
export const tells = (file: string): boolean => telling.some((pattern) => pattern.test(file)) || tellsOfPython(file);

const telling = [
  /(?:^|\/)(?:package|angular)\.json$/,
  /(?:^|\/)[jt]sconfig[\w.-]*\.json$/,
  /(?:^|\/)(?:vite|astro|svelte|next|app|react-router|eleventy|\.eleventy)\.config\.[cm]?[jt]s$/,
  /(?:^|\/)\.eleventy\.js$/,
  /(?:^|\/)\.pnpmfile\.c?js$/,
  /^(?:patches|\.yarn\/patches)\/.*\.patch$/,
  /^\.yarn\/plugins\/.*\.cjs$/,
];

/** The content of a telling file. */
export const textOf = (facts: FolderFacts, file: string): string | undefined => facts.texts[file];
