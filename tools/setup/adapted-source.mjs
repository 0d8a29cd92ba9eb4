// Sources out of Go's module cache, with small edits that are checked to have met exactly what they were written for.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Advice } from "../console.mjs";

/** `text` with each edit ({ from, to }) made once. Fails where the place is missing or not the only one. */
export function edited(text, edits, file) {
  return edits.reduce((now, { from, to }) => {
    const found = now.split(from).length - 1;
    if (found === 1) return now.replace(from, () => to);
    throw new Advice(
      `${file} holds ${found} places "${from}" where one was expected`,
      "the pinned module has changed: adapt the edit in tools/setup/go-programs.mjs",
    );
  }, text);
}

/** Copies the package `target`, edited, into `folder`, beside the module files of `module` and sources of our own there. */
export function copyEdited({ module, target, edits, folder, env }) {
  const asked = spawnSync("go", ["list", "-f", "{{.Dir}}", target], { cwd: module, env, encoding: "utf8" });
  if (asked.status !== 0) throw new Advice(`Go does not find ${target}: ${asked.stderr.trim()}`);
  const source = asked.stdout.trim();
  mkdirSync(folder, { recursive: true });
  const own = readdirSync(module).filter((name) => name.endsWith(".go"));
  for (const file of ["go.mod", "go.sum", ...own]) copyFileSync(join(module, file), join(folder, file));
  for (const file of readdirSync(source).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))) {
    const text = readFileSync(join(source, file), "utf8");
    writeFileSync(join(folder, file), edited(text, edits[file] ?? [], file));
  }
}
