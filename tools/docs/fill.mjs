// A page's generated parts: `<!-- kind subject -->`, then what is generated, then `<!-- end -->`.

import { Advice } from "../console.mjs";
import { auditRulesTable, auditExample } from "./audit.mjs";
import { output, picture } from "./command.mjs";
import { detectionsTable } from "./detections.mjs";
import { file } from "./file.mjs";
import { mistakesTable } from "./mistakes.mjs";
import { argumentsTable, containerLines, faultsReport, refusalsTable, settingsTable } from "./parts.mjs";
import { reference } from "./reference.mjs";
import { resultsTable } from "./results.mjs";
import { rulesTable } from "./rules.mjs";
import { snippet } from "./snippet.mjs";

const kinds = {
  snippet,
  settings: settingsTable,
  container: containerLines,
  refusals: refusalsTable,
  arguments: argumentsTable,
  faults: faultsReport,
  command: output,
  file,
  detections: detectionsTable,
  picture,
  mistakes: mistakesTable,
  reference,
  results: resultsTable,
  rules: rulesTable,
  "audit-rules": auditRulesTable,
  "audit-example": auditExample,
};

const opening = `<!-- (${Object.keys(kinds).join("|")}) (.+?) -->`;
const part = new RegExp(`${opening}\\n[\\s\\S]*?<!-- end -->`, "g");

/** The page with every generated part made anew. Pictures it shows are added to `files`, content by path. */
export function fill(text, page, files = new Map()) {
  const opened = text.match(new RegExp(opening, "g"))?.length ?? 0;
  const closed = text.match(/<!-- end -->/g)?.length ?? 0;
  if (opened !== closed)
    throw new Advice(`${page}: ${opened} generated parts begin, ${closed} end`, "close each with `<!-- end -->`");
  return text.replace(part, (_, kind, subject) => {
    const made = kinds[kind](subject);
    if (typeof made === "object") files.set(made.file, made.content);
    return `<!-- ${kind} ${subject} -->\n${typeof made === "object" ? made.text : made}\n<!-- end -->`;
  });
}
