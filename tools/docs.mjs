// Fills the generated parts of README.md and docs/: tables from the library's own data, snippets from files that tests run.
//
//   node tools/docs.mjs           writes what has changed
//   node tools/docs.mjs --check   writes nothing, and fails when a page is out of date

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Advice, main, note } from "./console.mjs";
import { fill } from "./docs/fill.mjs";
import { formatted } from "./docs/formatted.mjs";
import { root } from "./setup/places.mjs";

function pages() {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".md"),
  );
  return ["README.md", ...docs.map((file) => join("docs", file)).sort()];
}

await main(async () => {
  const check = process.argv.includes("--check");
  const stale = [];
  for (const page of pages()) {
    const file = join(root, page);
    const before = readFileSync(file, "utf8");
    const pictures = new Map();
    const written = new Map([[page, await formatted(file, fill(before, page, pictures))], ...pictures]);
    for (const [path, content] of written) {
      if (existsSync(join(root, path)) && readFileSync(join(root, path), "utf8") === content) continue;
      stale.push(path);
      if (!check) writeFileSync(join(root, path), content);
    }
  }
  if (stale.length === 0) return note("every page says what the code says");
  if (check)
    throw new Advice(`out of date: ${stale.join(", ")}`, "run `npm run docs`, read what changed, and commit it");
  for (const page of stale) note(`written: ${page}`);
});
