// The rules for containers, from their own words.

import { require as load } from "tsx/cjs/api";
import { join } from "node:path";
import { root } from "../setup/places.mjs";
import { code, table } from "./table.mjs";

/** `hardening`, `limits` or `life`. */
export function rulesTable(group) {
  const rules = load(join(root, "lib", "container-rules", "index.ts"), import.meta.url)[group];
  return table(
    ["rule", "each container"],
    rules.map(({ name, says }) => [code(name), says]),
  );
}
