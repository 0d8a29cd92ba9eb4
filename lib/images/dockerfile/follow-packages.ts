/** Where the script lies in the context, and at the top of the image. */
export const followFile = "follow-packages.cjs";

/** Where the mounted folder lies once more in the container, with nothing over it. */
export const originalFolder = "/source";

/** Where packages are built, in a volume: the workspace once more, with copies of those that are built. */
export const buildFolder = "/build";

/**
 * Runs what a package of a workspace needs before it, then the package's own program. A package that is built is built apart, where a build may write and
 * remove what it likes; when it is whole it takes the place of the one before, file by file where they differ. So the program
 * never meets half of it, and sees the result as it sees each edit. An edit of its source, or of a package that it needs, builds it again;
 * a build that fails is told and leaves what was there. Another script that fails ends the start.
 */
export const followScript = `const { spawn } = require("node:child_process");
const fs = require("node:fs");
const { dirname, join } = require("node:path");

const [given, program, ...args] = process.argv.slice(2);
const parts = JSON.parse(given).map((part) => ({ ...part, watched: new Map(), stale: true, sources: new Map(), results: new Map() }));
const copies = parts.filter(({ copied }) => copied);
const original = (...names) => join("${originalFolder}", ...names);
const place = (...names) => join("/app", ...names);
const apart = (...names) => join("${buildFolder}", ...names);
const entries = (folder) => fs.readdirSync(folder, { withFileTypes: true });
let edited = () => {};

// Each build begins with the sources alone, as in production: by what it noted at the one before, a compiler would leave out what a script removed.
function clean({ folder, sources }) {
  for (const file of filesIn(apart(folder), [])) if (!sources.has(file)) fs.rmSync(apart(folder, file));
}

async function runs(part) {
  const { folder, scripts, copied } = part;
  const cwd = copied ? apart(folder) : place(folder);
  if (copied) clean(part);
  for (const script of scripts) {
    const run = spawn("npm", ["run", script], { cwd, stdio: "inherit" });
    if ((await new Promise((end) => run.on("exit", end))) !== 0) return false;
  }
  return true;
}

// All that lies around copies is seen there too, by links.
function surround(folder) {
  for (const { name } of entries(original(folder))) {
    const path = folder === "" ? name : folder + "/" + name;
    if (copies.some((part) => part.folder === path)) fs.mkdirSync(apart(path), { recursive: true });
    else if (copies.some((part) => part.folder.startsWith(path + "/"))) surround(path);
    else if (name !== "node_modules") link(path);
  }
  link(folder === "" ? "node_modules" : folder + "/node_modules");
}

function link(path) {
  if (!fs.existsSync(place(path))) return;
  fs.mkdirSync(dirname(apart(path)), { recursive: true });
  fs.symlinkSync(place(path), apart(path));
}

function filesIn(top, leaves, visit = () => {}, folder = "", found = []) {
  visit(folder);
  for (const entry of entries(join(top, folder))) {
    const path = folder === "" ? entry.name : folder + "/" + entry.name;
    if (["node_modules", ".git"].includes(entry.name) || leaves.includes(path)) continue;
    if (entry.isDirectory()) filesIn(top, leaves, visit, path, found);
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found;
}

// Written in place: who watches a file goes on watching it.
function write(from, to, status) {
  const before = fs.lstatSync(to, { throwIfNoEntry: false });
  fs.mkdirSync(dirname(to), { recursive: true });
  if (status.isSymbolicLink()) {
    const target = fs.readlinkSync(from);
    if (before?.isSymbolicLink() && fs.readlinkSync(to) === target) return false;
    fs.rmSync(to, { recursive: true, force: true });
    fs.symlinkSync(target, to);
    return true;
  }
  const content = fs.readFileSync(from);
  if (before?.isFile() && fs.readFileSync(to).equals(content)) return false;
  if (!before?.isFile()) fs.rmSync(to, { recursive: true, force: true });
  fs.writeFileSync(to, content, { mode: status.mode | 0o200 });
  return true;
}

// \`seen\` are the files that came from there, and how they were.
function mirror(from, to, files, seen) {
  let changed = false;
  for (const file of files) {
    const status = fs.lstatSync(join(from, file));
    const state = [status.mtimeMs, status.size, status.ino].join();
    if (seen.get(file) === state) continue;
    if (write(join(from, file), join(to, file), status)) changed = true;
    seen.set(file, state);
  }
  const found = new Set(files);
  for (const file of seen.keys()) {
    if (found.has(file)) continue;
    fs.rmSync(join(to, file), { force: true });
    seen.delete(file);
    changed = true;
  }
  return changed;
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

function changes(part) {
  const from = original(part.folder);
  try {
    const files = filesIn(from, part.skips, (name) => watch(part, name)).filter((name) => !name.endsWith(".tsbuildinfo"));
    return mirror(from, apart(part.folder), files, part.sources);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    // Gone between two looks at it, as while git changes a branch: what follows is looked at.
    part.stale = true;
    setTimeout(() => edited(), 100);
    return false;
  }
}

const publish = (part) => mirror(apart(part.folder), place(part.folder), filesIn(apart(part.folder), []), part.results);

async function start() {
  for (const { name } of entries(apart())) fs.rmSync(apart(name), { recursive: true, force: true });
  if (copies.length > 0) surround("");
  for (const part of parts) {
    if (part.copied) {
      part.stale = false;
      changes(part);
      for (const file of filesIn(place(part.folder), [])) part.results.set(file, "");
      if (!fs.existsSync(apart(part.folder, "node_modules"))) link(part.folder + "/node_modules");
    }
    const well = await runs(part);
    if (part.copied) publish(part);
    else if (!well) process.exit(1);
    part.failed = !well;
    if (!well) console.error(part.folder + " could not be built; it is tried again after an edit");
  }
  launch();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR2"]) process.on(signal, () => child.kill(signal));
}

let child;
let again = false;
function launch() {
  child = spawn(program, args, { stdio: "inherit" });
  child.on("error", ({ message }) => {
    console.error(message);
    process.exit(127);
  });
  child.on("exit", (code) => {
    if (!again) process.exit(code ?? 1);
    again = false;
    launch();
  });
}

// Each after those that it needs.
async function build() {
  const built = new Set();
  for (const part of copies) {
    const { stale } = part;
    part.stale = false;
    const asked = (stale && changes(part)) || part.needs.some((folder) => built.has(folder));
    if (!asked || !(await runs(part)) || !publish(part)) continue;
    built.add(part.folder);
    // What the program did not find at its start it does not watch.
    if (!part.failed) continue;
    part.failed = false;
    again = true;
  }
  if (again) child.kill();
}

let turn = start();
let timer;
edited = () => {
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(build)), 50);
};
`;
