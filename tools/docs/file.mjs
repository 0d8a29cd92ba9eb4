// A file as it stands, as a block of code.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/places.mjs";

export function file(path) {
  const language = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return [`\`\`\`${language}`, readFileSync(join(root, path), "utf8").trimEnd(), "```"].join("\n");
}
