import type { MadeImage } from "../plan/service-facts";
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

/** How an image is made, and from what that was taken; `bytes` is the size of the files that are sent. */
export const explainImage = ({ context, sent, reasons }: MadeImage, bytes: number, width?: number): string =>
  textTable(
    [{ heading: "IMAGE" }, { heading: "VALUE", stretch: 2 }, { heading: "FROM", stretch: 3 }],
    [
      ...reasons.map(({ what, value, from }) => [what, value, from]),
      ["sent to the engine", `${sent.length} files, ${Math.ceil(bytes / 1000)} kB`, `${context}, by the ignore rules`],
    ],
    width,
  );

/** "memoryMiB" is "memory" to people. */
export const inputWords = (input: string): string =>
  input
    .replace(/(?:MiB|GiB|Ms|Seconds|Hours)$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
