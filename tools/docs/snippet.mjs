// A program, or its part between `// #region shown` and `// #endregion`, as a block of code. `file#name` takes the regions
// of that name, one after the other.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";

export function snippet(subject) {
  const [file, name = "shown"] = subject.split("#");
  const text = readFileSync(join(root, file), "utf8").trimEnd();
  const found = regions(text.split("\n"), name);
  if (found.length === 0 && subject.includes("#")) throw new Advice(`${file} has no region "${name}"`);
  const shown = found.length === 0 ? [text.split("\n")] : found;
  return ["```ts", ...shown.flatMap(dedent), "```"].join("\n");
}

/** The lines of each region of that name, without the marks of regions within. */
function regions(lines, name) {
  const open = [];
  const found = [];
  for (const line of lines) {
    const begins = /^ *\/\/ #region (\w+)$/.exec(line)?.[1];
    if (begins) open.push({ name: begins, lines: [] });
    else if (/^ *\/\/ #endregion$/.test(line)) {
      const closed = open.pop();
      if (closed.name === name) found.push(closed.lines);
    } else for (const region of open) region.lines.push(line);
  }
  return found;
}

function dedent(lines) {
  const depths = lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)[0].length);
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth));
}
