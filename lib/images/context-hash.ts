import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { keptFiles } from "./context-files";

/** A file of a build's context: text that was made for it, or a file or link that is copied from `source`. */
export type ContextEntry = { name: string } & ({ text: string } | { source: string });

/** A context folder's files as the engine would receive them, in a fixed order. */
export const contextFiles = (context: string, dockerfile = "Dockerfile"): string[] =>
  keptFiles(context, ignoreText(context, dockerfile));

/**
 * Hash of a build's input: names, contents, executable bits and link targets of what is sent, and the Dockerfile, which
 * counts even where .dockerignore names it. Without it the provider does not notice an edit at all.
 */
export function contextHash(context: string, dockerfile = "Dockerfile"): string {
  const names = new Set([...contextFiles(context, dockerfile), dockerfile]);
  return entriesHash([...names].map((name) => ({ name, source: join(context, name) })));
}

/** The same hash for files that come from several places: of the folder that they are about to fill, by their names there. */
export function entriesHash(entries: readonly ContextEntry[]): string {
  const hash = createHash("sha256");
  for (const entry of entries) {
    const { mark, content } = "text" in entry ? { mark: "-", content: entry.text } : readEntry(entry.source);
    hash.update(`${entry.name}\0${mark}\0`).update(content).update("\0");
  }
  return hash.digest("hex");
}

function readEntry(source: string): { mark: string; content: string | Buffer } {
  const status = lstatSync(source);
  const mark = status.mode & 0o111 ? "x" : "-";
  return { mark, content: status.isSymbolicLink() ? readlinkSync(source) : readFileSync(source) };
}

/** A Dockerfile's own ignore file comes before the folder's, as in Docker. */
const ignoreText = (context: string, dockerfile: string): string =>
  readIfThere(join(context, `${dockerfile}.dockerignore`)) ?? readIfThere(join(context, ".dockerignore")) ?? "";

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
