// Results as a table for eyes and as JSON for machines, with the machine they were measured on.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { table } from "../tools/stack/table.mjs";
import { root } from "../tools/setup/places.mjs";

export function publish(name, headings, rows, details) {
  const machine = {
    cpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
  console.log(`\n${table(headings, rows, headings.map((_, index) => index).slice(1))}\n`);
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const records = rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index]])));
  writeFileSync(
    join(folder, `${name}.json`),
    `${JSON.stringify({ name, date: new Date().toISOString().slice(0, 10), machine, rows: records, ...details }, null, 2)}\n`,
  );
}
