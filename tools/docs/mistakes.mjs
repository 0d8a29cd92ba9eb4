// Mistakes in a copy of the example's program, each with the assertion that notices it and what that says: run, not copied.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";
import { code, table } from "./table.mjs";

export function mistakesTable() {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, "test", "tsconfig.json") };
  const program = ["--import", "tsx", join(root, "test", "docs", "mistakes", "print.ts")];
  const printed = execFileSync(process.execPath, program, { cwd: root, env, encoding: "utf8" });
  const rows = JSON.parse(printed).map(({ title, edit, assertion, says }) => {
    if (says === undefined) throw new Advice(`"${title}" is not noticed by ${assertion}`, "run the tests first");
    return [title, code(edited(edit)), code(assertion), firstFault(says)];
  });
  return table(["mistake", "in the program", "noticed by", "what it says first"], rows);
}

/** What was written, without what was there before. */
function edited([from, to]) {
  let start = 0;
  while (start < from.length && from[start] === to[start]) start++;
  while (/\w/.test(from[start - 1] ?? "")) start--;
  let end = 0;
  while (end < from.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  return to
    .slice(start, to.length - end)
    .trim()
    .replace(/^,\s*|,$/g, "")
    .replaceAll(/\s+/g, " ");
}

/** The first line that says what is wrong, or the shortage whole. */
function firstFault(said) {
  const lines = said.split("\n").map((line) => line.trim());
  return lines.find((line) => /: .+; /.test(line)) ?? lines.slice(0, 2).join(" ").replaceAll(/\s+/g, " ");
}
