import type { Notes } from "./notes";

/** What of a package.json says how the application is installed, built and started. */
export interface Manifest {
  name?: string;
  type?: string;
  main?: string;
  packageManager?: string;
  engines?: Record<string, string>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  workspaces?: unknown;
  /** What the workspace around it depends on: its programs are found too. */
  around?: Record<string, string>;
  /** Packages whose install scripts may run, as npm from 11 on asks for. */
  allowScripts: Record<string, boolean>;
  /** The file as it stands. */
  raw: Record<string, unknown>;
}

export function readManifest(text: string, notes: Notes, file = "package.json"): Manifest | undefined {
  let raw: unknown;
  try {
    // Some editors begin a file with a byte order mark, which npm takes.
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    notes.fault(`${file} is no JSON (${(error as Error).message})`, "mend it: `npm pkg fix` names the place");
    return undefined;
  }
  if (!isRecord(raw)) {
    notes.fault(`${file} holds no object`, "write one: `npm init` does");
    return undefined;
  }
  return {
    ...pick(raw, "name"),
    ...pick(raw, "type"),
    ...pick(raw, "main"),
    ...pick(raw, "packageManager"),
    engines: texts(raw["engines"]),
    scripts: texts(raw["scripts"]),
    dependencies: texts(raw["dependencies"]),
    devDependencies: texts(raw["devDependencies"]),
    optionalDependencies: texts(raw["optionalDependencies"]),
    workspaces: raw["workspaces"],
    allowScripts: isRecord(raw["allowScripts"]) ? (raw["allowScripts"] as Record<string, boolean>) : {},
    raw,
  };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function pick<Name extends string>(raw: Record<string, unknown>, name: Name): { [Key in Name]?: string } {
  const value = raw[name];
  return (typeof value === "string" && value !== "" ? { [name]: value } : {}) as { [Key in Name]?: string };
}

const texts = (value: unknown): Record<string, string> =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : {};
