// Makes dist/ and the compiler agree before a build. It leaves there what no source of lib/ stands behind any more, and
// `require` finds a file before the folder that took its place. And what it has written once it does not write again, be
// it there or not: it then forgets what it wrote.
//
//   node tools/prune-dist.mjs [folder of the project]

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./setup/places.mjs";

const project = process.argv[2] ?? root;
const [sources, output] = [join(project, "lib"), join(project, "dist")];

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

if (existsSync(output)) {
  for (const file of filesIn(output))
    if (!existsSync(join(sources, file.replace(/\.d\.ts$|\.js$/, ".ts")))) rmSync(join(output, file));
}

const written = (file) => existsSync(join(output, file.replace(/\.ts$/, ".js")));
if (!filesIn(sources).every((file) => !file.endsWith(".ts") || written(file)))
  rmSync(join(project, "node_modules", ".cache", "plimsoll", "lib.tsbuildinfo"), { force: true });
