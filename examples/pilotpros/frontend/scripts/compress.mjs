// Compresses once at build time, as small as gzip can, what nginx would otherwise compress for each answer (gzip_static).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = process.argv[2];
const texts = new Set([".html", ".js", ".css", ".svg", ".json", ".txt", ".map"]);
// Below this the headers weigh more than what is saved.
const smallestBytes = 512;

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !texts.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const content = readFileSync(path);
  if (content.length < smallestBytes) continue;
  const packed = gzipSync(content, { level: 9 });
  writeFileSync(`${path}.gz`, packed);
  console.log(`${path}  ${content.length} -> ${packed.length}`);
}
