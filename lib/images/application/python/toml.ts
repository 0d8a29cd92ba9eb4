import { parse, TomlError } from "smol-toml";
import { isRecord } from "../manifest";
import type { Notes } from "../notes";

export type Table = Record<string, unknown>;

export function readToml(file: string, text: string, notes: Notes): Table | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = ""] = error.message.split("\n");
    notes.fault(
      `${file} is no TOML: line ${error.line}: ${what.replace(/^Invalid TOML document: /, "")}`,
      "mend that line",
    );
    return undefined;
  }
}

/** The table at a path, or an empty one. */
export function tableAt(table: Table, ...path: string[]): Table {
  let found: unknown = table;
  for (const name of path) found = isRecord(found) ? found[name] : undefined;
  return isRecord(found) ? found : {};
}

export const hasTable = (table: Table, ...path: string[]): boolean => {
  let found: unknown = table;
  for (const name of path) found = isRecord(found) ? found[name] : undefined;
  return isRecord(found);
};

export const textAt = (table: Table, name: string): string | undefined => {
  const value = table[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

export const textsAt = (table: Table, name: string): string[] => {
  const value = table[name];
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
};

export const tablesAt = (table: Table, name: string): Table[] => {
  const value = table[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};
