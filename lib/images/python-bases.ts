import { pinnedImages } from "./pinned";

/** Python's images by series, for folders that ask for another than the usual one; all that are supported. */
export const pythonBases = {
  "3.11": "python:3.11.15-slim-trixie",
  "3.12": "python:3.12.13-slim-trixie",
  "3.13": pinnedImages.python,
  "3.14": "python:3.14.6-slim-trixie",
} as const;

export type PythonVersion = keyof typeof pythonBases;

/** The newest first. */
export const pythonVersions = Object.keys(pythonBases).toReversed() as PythonVersion[];

/** The installer, for whatever lock file: MIT or Apache-2.0, one program, ten times as fast as pip. No image holds it. */
export const uv = "uv==0.13.8";

/** Starts a program anew after an edit, in development: MIT, told by the kernel where others look once a second. No image of production holds it. */
export const watchfiles = "watchfiles==1.3.0";

/** What a debugger attaches to, in development: MIT, the one of VS Code and its kin. */
export const debugpy = "debugpy==1.8.22";
