import type { SettledSetting } from "../tuning/setting";
import { textTable } from "./table";

/** Anything with derived settings: each component of this library. */
export interface Explained {
  settings: readonly SettledSetting[];
}

/**
 * Every derived setting as a table: value, what it follows from, why, and what can be read or run to check it.
 *
 * @example
 * console.log(explain(new TunedPostgres("db", { password })));
 */
export function explain({ settings }: Explained, width?: number): string {
  return textTable(
    [
      { heading: "SETTING" },
      { heading: "VALUE" },
      { heading: "FROM" },
      { heading: "REASON", stretch: 3 },
      { heading: "SOURCE", stretch: 2 },
    ],
    settings.map(({ name, place, value, unit, from, overridden, reason, source }) => [
      place === "engine" ? name : `${name} (${place})`,
      unit === undefined ? String(value) : `${value} ${unit}`,
      overridden ? "given by you" : from.map(inputWords).join(", ") || "always",
      reason,
      source,
    ]),
    width,
  );
}

/** "memoryMiB" is "memory" to people. */
export const inputWords = (input: string): string =>
  input
    .replace(/(?:MiB|GiB|Ms|Seconds|Hours)$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
