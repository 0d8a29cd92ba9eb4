// Results as JSON, with the machine they were measured on and how busy it was.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "../../tools/setup/places.mjs";

const folder = join(root, "bench", "results");

export async function save(name, record) {
  const machine = {
    cpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    load: loadavg().map((value) => Math.round(value * 10) / 10),
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const date = new Date().toISOString().slice(0, 10);
  const text = JSON.stringify({ name, date, machine, ...record });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  return file;
}
