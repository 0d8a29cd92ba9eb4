// A benchmark's newest results as a table, with the machine they were measured on.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/places.mjs";
import { table } from "./table.mjs";

export function resultsTable(name) {
  const { date, machine, rows } = JSON.parse(readFileSync(join(root, "bench", "results", `${name}.json`), "utf8"));
  const headings = Object.keys(rows[0]);
  return [
    `${date}, ${machine.cpus} shared cores, ${machine.memoryGiB} GiB, Node ${machine.node}; medians, lowest and highest in brackets.`,
    "",
    table(
      headings,
      rows.map((row) => headings.map((heading) => row[heading])),
    ),
  ].join("\n");
}
