import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { contextFiles, entriesHash, type ContextEntry } from "./context-hash";
import type { GeneratedBuild } from "./dockerfile/generate";
import { applicationFolder } from "./dockerfile/stages";

/** The build's context: what was made, and the application's own files beside it, in the order that is hashed. */
export function contextEntries(context: string, { dockerfile, files, kept }: GeneratedBuild): ContextEntry[] {
  const made = Object.entries({ Dockerfile: dockerfile, ...files }).map(([name, text]) => ({ name, text }));
  const own = kept.map((file) => ({ name: `${applicationFolder}/${file}`, source: join(context, file) }));
  return [...made, ...own].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Where the context of a build is put together. The provider compares this text with the one of the last deployment, so
 * it is relative to the program wherever `context` is: alike on every host, and gone with the checkout.
 */
export const stagedFolder = (context: string, name: string, temporary: string): string =>
  isAbsolute(context) ? join(temporary, "plimsoll-builds", name) : join(".plimsoll", "builds", name);

/**
 * Puts the context together, unless the folder holds just that. A new folder takes the old one's place when it is whole,
 * so an interruption leaves no half of it.
 * @throws when the application's files are no longer those that were hashed: another image would get the hash's name
 */
export function stageContext(folder: string, entries: readonly ContextEntry[], hash: string): void {
  if (existsSync(folder) && hashOf(folder) === hash) return;
  const whole = `${folder}.new`;
  rmSync(whole, { recursive: true, force: true });
  mkdirSync(whole, { recursive: true });
  keepOutOfGit(folder);
  const folders = new Set<string>([whole]);
  for (const entry of entries) {
    const path = join(whole, entry.name);
    const parent = dirname(path);
    if (!folders.has(parent)) mkdirSync(parent, { recursive: true });
    for (let made = parent; !folders.has(made); made = dirname(made)) folders.add(made);
    if ("text" in entry) writeText(path, entry.text);
    else copy(entry.source, path);
  }
  // Innermost first: what is put into a folder changes its time.
  for (const made of [...folders].toSorted().toReversed()) utimesSync(made, folderTime, folderTime);
  if (hashOf(whole) !== hash) {
    rmSync(whole, { recursive: true, force: true });
    throw new Error("the folder changed while it was deployed; run it again");
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(whole, folder);
}

const hashOf = (folder: string): string =>
  entriesHash(contextFiles(folder).map((name) => ({ name, source: join(folder, name) })));

function writeText(path: string, text: string): void {
  write(path, Buffer.from(text), 0o644);
}

/** Readable by the image's user, whatever the umask of whoever checked the folder out. */
function copy(source: string, path: string): void {
  const status = lstatSync(source);
  if (status.isSymbolicLink()) {
    symlinkSync(readlinkSync(source), path);
    return lutimesSync(path, folderTime, folderTime);
  }
  write(path, readFileSync(source), status.mode & 0o111 ? 0o755 : 0o644);
}

/** Of folders and links, whose times say nothing. */
const folderTime = 1e9;

/**
 * BuildKit sends a file again only when its size or its time differs: an edit of one digit was not seen, and the image
 * of before got the new hash's name (measured on Engine 20.10). So the time follows from the content. Another checkout of the same files then makes the
 * same layers, and a server that tells browsers by time and size whether they have the newest sees each change.
 */
function write(path: string, content: Buffer, mode: number): void {
  writeFileSync(path, content);
  chmodSync(path, mode);
  const digest = createHash("sha256").update(content).digest();
  const time = folderTime + (digest.readUInt32BE() % 500_000_000) + (digest.readUInt32BE(4) % 1_000_000) / 1_000_000;
  utimesSync(path, time, time);
}

/** Beside the program, git must not offer the copies. */
function keepOutOfGit(folder: string): void {
  if (isAbsolute(folder)) return;
  writeFileSync(join(".plimsoll", ".gitignore"), "*\n");
}
