// What a `pulumi` that was killed may leave in a file backend, and what keeps the state from being read.
"use strict";

const { existsSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { join } = require("node:path");

/** What a backend holds beside its own file. In a home folder, which is Pulumi's own choice, plugins lie there too. */
const parts = ["stacks", "locks", "history", "backups"];

/**
 * Removes the attributes in a backend's folder that were cut off while they were written, and returns their paths.
 *
 * Beside each file lie its attributes, which Pulumi's store writes in place, where it puts the file itself in the old
 * one's place when it is whole. A file whose attributes are cut off can't be read ("failed to load checkpoint: EOF"); one
 * without any can be, so nothing is lost where another `pulumi` was just writing them.
 */
exports.dropTornAttributes = function dropTornAttributes(backend) {
  const home = join(backend, ".pulumi");
  const files = [join(home, "meta.yaml.attrs"), ...parts.flatMap((part) => filesIn(join(home, part)))];
  const torn = files.filter((file) => file.endsWith(".attrs") && isTorn(file));
  for (const file of torn) rmSync(file, { force: true });
  return torn;
};

const filesIn = (folder) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map((file) => join(folder, file)) : [];

function isTorn(file) {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return false;
  } catch (error) {
    // What can't be read is told by Pulumi, better than from here.
    return error instanceof SyntaxError;
  }
}
