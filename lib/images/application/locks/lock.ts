import type { Manifest } from "../manifest";

/** A package that the lock file names. */
export interface LockedPackage {
  name: string;
  /** Names of the packages that it needs. */
  needs: string[];
  /** Whether it has an install script, where the lock file says so. */
  script?: boolean;
  /** True where the lock file says that parts of it are prepared for each system, in packages of their own, and a program in production may load it. */
  prepared?: true;
}

/** What a lock file says, whichever manager wrote it. */
export interface Lock {
  /** What package.json asks for and the lock file does not hold: names of groups or of packages. A package of a workspace is named by its folder, the root by "". */
  differences(manifest: Manifest, folder: string): string[];
  packages(): LockedPackage[];
}

/** Versions asked for, by package. */
export type Asked = Readonly<Record<string, string>>;

export const groups = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** All that package.json asks for. */
export const askedBy = (manifest: Manifest): Asked =>
  Object.assign({}, ...groups.map((group) => manifest[group])) as Asked;

/** Names whose versions differ, or that only one of both has. */
export const differing = (one: Asked, other: Asked): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]).toSorted();
