// A page's generated parts: `<!-- kind subject -->`, then what is generated, then `<!-- end -->`.

import { Advice } from "../console.mjs";
import { argumentsTable, containerLines, faultsReport, refusalsTable, settingsTable } from "./parts.mjs";
import { snippet } from "./snippet.mjs";

const kinds = {
  snippet,
  settings: settingsTable,
  container: containerLines,
  refusals: refusalsTable,
  arguments: argumentsTable,
  faults: faultsReport,
};

const opening = `<!-- (${Object.keys(kinds).join("|")}) (\\S+) -->`;
const part = new RegExp(`${opening}\\n[\\s\\S]*?<!-- end -->`, "g");

/** The page with every generated part made anew. */
export function fill(text, page) {
  const opened = text.match(new RegExp(opening, "g"))?.length ?? 0;
  const closed = text.match(/<!-- end -->/g)?.length ?? 0;
  if (opened !== closed)
    throw new Advice(`${page}: ${opened} generated parts begin, ${closed} end`, "close each with `<!-- end -->`");
  return text.replace(part, (_, kind, subject) => `<!-- ${kind} ${subject} -->\n${kinds[kind](subject)}\n<!-- end -->`);
}
