/** A program that installs dependencies. */
export type ManagerName = "npm" | "pnpm" | "yarn" | "bun";

/**
 * What is installed where package.json names no version. Node's images from 25 on have no corepack, so npm installs the
 * others. A pinned version: a moving one would make another image of the same folder.
 */
export const usualVersions = {
  /** The last that reads its settings from package.json and from pnpm-workspace.yaml; 11 asks for them in the second only. */
  "pnpm 9": "10.34.9",
  /** The last that writes lock files of form 6, which 9 converts and then finds stale. */
  "pnpm 6": "8.15.9",
  /** The last that writes lock files of form 5. */
  "pnpm 5": "7.33.7",
  /** The first generation's last. */
  "yarn 1": "1.22.22",
  /** The last generations, by the form of their lock files: with --immutable each takes its own only. */
  "yarn 6": "3.8.7",
  "yarn 8": "4.13.0",
  "yarn 9": "4.14.0",
  "yarn 10": "4.18.1",
  /** Reads lock files as text, which are written from 1.2 on. */
  bun: "1.4.5",
} as const;

/** The package by which npm installs a manager. yarn from 2 on is elsewhere than the first. */
export const packageOf = (name: ManagerName, version: string): string =>
  name === "yarn" && !version.startsWith("1.") ? `@yarnpkg/cli-dist@${version}` : `${name}@${version}`;

export const major = (version: string): number => Number.parseInt(version, 10);
