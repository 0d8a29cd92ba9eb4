import { closeSync, lstatSync, openSync, readFileSync, readSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Fault } from "../../validation/fault";
import { keptFiles } from "../context-files";
import { tellingFiles, tells, type FolderFacts } from "./folder-facts";
import { ignoreText } from "./ignore";
import { Notes } from "./notes";

/** Reads what a folder holds. The one place that looks for an application on the disk. */
export function readFolder(folder: string): { facts: FolderFacts; faults: Fault[] } {
  const notes = new Notes(folder);
  const texts = readTexts(folder, tellingFiles, notes);
  const own = texts[".dockerignore"];
  const files = readNames(folder, ignoreText(own === undefined ? {} : { own }), notes);
  const looked = files.map((file) => lookAt(folder, file, notes));
  const facts = {
    folder,
    files,
    texts: { ...readTexts(folder, files.filter(tells), notes), ...texts },
    environmentFiles: environmentFiles(folder),
    privateKeys: looked.flatMap(({ file, privateKey }) => (privateKey ? [file] : [])),
    sizes: sumByTop(looked),
  };
  return { facts, faults: notes.faults };
}

function readTexts(folder: string, files: readonly string[], notes: Notes): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const file of files) {
    try {
      texts[file] = readFileSync(join(folder, file), "utf8");
    } catch (error) {
      if (!hasCode(error, "ENOENT")) notes.fault(`${file} can't be read (${codeOf(error)})`, readable);
    }
  }
  return texts;
}

function readNames(folder: string, ignore: string, notes: Notes): string[] {
  try {
    return keptFiles(folder, ignore);
  } catch (error) {
    notes.fault(`a folder in it can't be read (${messageOf(error)})`, readable);
    return [];
  }
}

interface Looked {
  file: string;
  bytes: number;
  privateKey: boolean;
}

function lookAt(folder: string, file: string, notes: Notes): Looked {
  const path = join(folder, file);
  const status = lstatSync(path);
  if (status.isSymbolicLink()) {
    checkLink(folder, file, notes);
    return { file, bytes: 0, privateKey: false };
  }
  try {
    closeSync(openSync(path, "r"));
  } catch (error) {
    notes.fault(`${file} can't be read (${codeOf(error)})`, readable);
    return { file, bytes: 0, privateKey: false };
  }
  return { file, bytes: status.size, privateKey: certificate.test(file) && hasPrivateKey(path) };
}

const certificate = /\.(?:pem|crt|cer|cert)$/;

/** A certificate may go into an image, a key may not; both are called .pem. */
function hasPrivateKey(path: string): boolean {
  const start = Buffer.alloc(16_384);
  const descriptor = openSync(path, "r");
  const length = readSync(descriptor, start);
  closeSync(descriptor);
  return start.toString("latin1", 0, length).includes("PRIVATE KEY-----");
}

/** In the image a link leads where its text says: only what was copied beside it is there. */
function checkLink(folder: string, file: string, notes: Notes): void {
  const home = realpathSync(folder);
  const remedy = "put a copy in its place, or name it in .dockerignore";
  let target: string;
  try {
    target = realpathSync(join(folder, file));
  } catch {
    return notes.fault(`${file} is a link to nothing`, remedy);
  }
  const here = resolve(home, dirname(file));
  if (target !== home && !target.startsWith(home + sep)) {
    notes.fault(`${file} is a link out of the folder, to ${target}, which the build does not see`, remedy);
  } else if (!here.startsWith(home)) notes.fault(`${file} is a link that leaves the folder on its way`, remedy);
}

const environmentFiles = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => /^\.env($|\.)/.test(name) && !/\.(?:example|sample|template|dist)$/.test(name))
    .toSorted();

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sumByTop(looked: readonly Looked[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { file, bytes } of looked) {
    const top = file.split("/")[0] ?? file;
    sizes[top] = (sizes[top] ?? 0) + bytes;
  }
  return sizes;
}

const readable = "let the user who deploys read it, or name it in .dockerignore";
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? messageOf(error);
const hasCode = (error: unknown, code: string): boolean => codeOf(error) === code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
