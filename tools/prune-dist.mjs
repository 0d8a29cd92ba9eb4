// Removes from dist/ what no source of lib/ stands behind any more: the compiler leaves it there, and `require` finds a
// file before the folder that took its place.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/places.mjs";

const output = join(root, "dist");

if (existsSync(output)) {
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const source = file.replace(output, join(root, "lib")).replace(/\.d\.ts$|\.js$/, ".ts");
    if (!existsSync(source)) rmSync(file);
  }
}
