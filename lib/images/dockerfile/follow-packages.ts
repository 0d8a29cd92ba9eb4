/** Where the script lies in the context, and at the top of the image. */
export const followFile = "follow-packages.cjs";

/** Where the mounted folder lies once more in the container, with nothing over it. */
export const originalFolder = "/source";

/**
 * Runs what a package of a workspace needs before it, then the package's own program. A package that is built is built in a copy, where a build
 * may write and remove what it likes; an edit of its source, or of a package that it needs, builds it again. The program then sees
 * the result as it sees each edit. A build that fails is told and tried again at the next edit; another script that fails ends the start.
 */
export const followScript = `const { spawn } = require("node:child_process");
const fs = require("node:fs");
const { join } = require("node:path");

const [given, program, ...args] = process.argv.slice(2);
const parts = JSON.parse(given);
const copies = parts.filter((part) => part.copied).map((part) => ({ ...part, seen: new Map(), watched: new Map(), stale: true }));
const original = (folder, name = "") => join("${originalFolder}", folder, name);
const copy = (folder, name = "") => join("/app", folder, name);
let edited = () => {};

const run = (folder, script) =>
  new Promise((end) => spawn("npm", ["run", script], { cwd: copy(folder), stdio: "inherit" }).on("exit", (code) => end(code === 0)));
async function runs({ folder, scripts }) {
  for (const script of scripts) if (!(await run(folder, script))) return false;
  return true;
}

// Watched before they are read: what is written in between is seen by one of both.
function watch(part, name) {
  const path = original(part.folder, name);
  const { ino } = fs.statSync(path);
  const before = part.watched.get(name);
  if (before?.ino === ino) return;
  before?.watcher.close();
  const watcher = fs.watch(path, () => {
    part.stale = true;
    edited();
  });
  watcher.on("error", () => watcher.close());
  part.watched.set(name, { ino, watcher });
}

// Those of a copy that changed are copied anew, and the others left: what was built before follows from them.
function read(part, name, found) {
  watch(part, name);
  for (const entry of fs.readdirSync(original(part.folder, name), { withFileTypes: true })) {
    const path = name === "" ? entry.name : name + "/" + entry.name;
    if (["node_modules", ".git"].includes(entry.name) || part.skips.includes(path)) continue;
    if (entry.isDirectory()) read(part, path, found);
    else if (entry.isFile() || entry.isSymbolicLink()) found.add(path);
  }
}

function synchronize(part) {
  const found = new Set();
  read(part, "", found);
  let changed = false;
  for (const path of found) {
    const from = original(part.folder, path);
    const { mtimeMs, size, ino } = fs.lstatSync(from);
    const state = [mtimeMs, size, ino].join();
    if (part.seen.get(path) === state) continue;
    fs.cpSync(from, copy(part.folder, path), { recursive: true, force: true, verbatimSymlinks: true, preserveTimestamps: true });
    part.seen.set(path, state);
    changed = true;
  }
  for (const path of part.seen.keys()) {
    if (found.has(path)) continue;
    fs.rmSync(copy(part.folder, path), { force: true });
    part.seen.delete(path);
    changed = true;
  }
  for (const [name, { watcher }] of part.watched) {
    if (fs.existsSync(original(part.folder, name))) continue;
    watcher.close();
    part.watched.delete(name);
  }
  return changed;
}

// A file may be gone again between two looks at it, as while git changes a branch: then what follows is looked at.
function changes(part) {
  try {
    return synchronize(part);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    part.stale = true;
    setTimeout(() => edited(), 100);
    return false;
  }
}

async function start() {
  for (const part of parts) {
    const found = copies.find(({ folder }) => folder === part.folder);
    if (found !== undefined) {
      for (const name of fs.readdirSync(copy(part.folder)))
        if (name !== "node_modules") fs.rmSync(copy(part.folder, name), { recursive: true, force: true });
      found.stale = false;
      changes(found);
    }
    if (await runs(part)) continue;
    if (found === undefined) process.exit(1);
    console.error(part.folder + " could not be built; it is tried again after an edit");
  }
  const child = spawn(program, args, { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR2"]) process.on(signal, () => child.kill(signal));
  child.on("error", ({ message }) => {
    console.error(message);
    process.exit(127);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
}

// Each after those that it needs.
async function build() {
  const built = new Set();
  for (const part of copies) {
    const { stale } = part;
    part.stale = false;
    const asked = (stale && changes(part)) || part.needs.some((folder) => built.has(folder));
    if (asked && (await runs(part))) built.add(part.folder);
  }
}

let turn = start();
let timer;
edited = () => {
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(build)), 50);
};
`;
