/** What a folder with an application holds, as plain data: all that is looked at to find out what it is. */
export interface FolderFacts {
  /** The folder as the stack program names it, for texts. */
  folder: string;
  /** Paths of all files that may go into the image, with `/`, sorted. */
  files: readonly string[];
  /** Names of environment files at the top, which stay out of every image. */
  environmentFiles: readonly string[];
  /** The content of files that say something about the application, by path: those of {@link tellingFiles} that are there. */
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
  ".dockerignore",
  "tsconfig.json",
  "vite.config.js",
  "vite.config.mjs",
  "vite.config.ts",
  "astro.config.mjs",
] as const;

export type TellingFile = (typeof tellingFiles)[number];

/** The content of a telling file. */
export const textOf = (facts: FolderFacts, file: TellingFile): string | undefined => facts.texts[file];
