import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

/** Compares a whole rendered file with the one that was read at review. UPDATE_SNAPSHOTS=1 writes it anew. */
export function expectFile(path: string, rendered: string): void {
  if (process.env["UPDATE_SNAPSHOTS"] === "1") writeFileSync(path, rendered);
  const reviewed = existsSync(path) ? readFileSync(path, "utf8") : "";
  expect(
    rendered,
    `${relative(process.cwd(), path)}; after reading the difference: UPDATE_SNAPSHOTS=1 npm run test:unit`,
  ).to.equal(reviewed);
}
