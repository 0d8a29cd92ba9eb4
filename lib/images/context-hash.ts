import dockerignore from "@balena/dockerignore";
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A context folder's files as the engine would receive them, in a fixed order. */
export function contextFiles(context: string, dockerfile = "Dockerfile"): string[] {
  const ignore = ignoreRules(context, dockerfile);
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(context, path).split(sep).join("/");
      if (entry.isDirectory()) {
        // An ignored folder is still read when an exception (`!name`) might bring a file of it back.
        if (!ignore.skipsFolder(name)) walk(path);
      } else if (ignore.keeps(name)) files.push(name);
    }
  };
  walk(context);
  return files.toSorted();
}

/**
 * Hash of a build's input: names, contents, executable bits and link targets of what is sent, and the Dockerfile, which
 * counts even where .dockerignore names it. Without it the provider does not notice an edit at all.
 */
export function contextHash(context: string, dockerfile = "Dockerfile"): string {
  const hash = createHash("sha256");
  for (const name of new Set([...contextFiles(context, dockerfile), dockerfile])) {
    const path = join(context, name);
    const status = lstatSync(path);
    const executable = status.mode & 0o111 ? "x" : "-";
    hash.update(`${name}\0${executable}\0`);
    hash.update(status.isSymbolicLink() ? readlinkSync(path) : readFileSync(path));
    hash.update("\0");
  }
  return hash.digest("hex");
}

/** A Dockerfile's own ignore file comes before the folder's, as in Docker. */
function ignoreRules(context: string, dockerfile: string) {
  const text =
    readIfThere(join(context, `${dockerfile}.dockerignore`)) ?? readIfThere(join(context, ".dockerignore")) ?? "";
  const rules = dockerignore({ ignorecase: false }).add(text);
  const exceptions = text.split("\n").some((line) => line.trim().startsWith("!"));
  return {
    keeps: (name: string): boolean => !rules.ignores(name),
    skipsFolder: (name: string): boolean => !exceptions && rules.ignores(name),
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
