// pack.mjs NPM-FOLDER LOCKFILE LAYER: n8n's dependency tree, as its lock file says, straight from npm packages into a
// layer. Unpacking 200,000 small files only to delete half of them and to pack the rest took three times as long.
// Runs on the image's own Node; the registry, its credentials and certificates are those that npm is configured for.

import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { posix } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { end, entry, files } from "../tar.mjs";
import { isDroppedFile, isDroppedPackage } from "./pruned.mjs";

const [npmFolder, lockFile, layerFile] = process.argv.slice(2);
const atOnce = 24;
const unzip = promisify(gunzip);
const needs = createRequire(`${npmFolder}/package.json`);

async function npmOptions() {
  const Config = needs("@npmcli/config");
  const { definitions, flatten, nerfDarts, shorthands } = needs("@npmcli/config/lib/definitions");
  const argv = ["node", "npm", "--prefer-offline", "--fetch-retries=4", "--fetch-timeout=45000"];
  const config = new Config({ npmPath: npmFolder, definitions, flatten, nerfDarts, shorthands, argv });
  await config.load();
  return config.flat;
}

/** The packages of the lock file that belong into this image: [{ folder, name, version, integrity }]. */
function wanted(lock) {
  const here = (list, value) => !list || list.includes(value);
  return Object.entries(lock.packages)
    .filter(
      ([folder, { dev, os, cpu, libc }]) =>
        folder && !dev && here(os, "linux") && here(cpu, "x64") && here(libc, "glibc"),
    )
    .map(([folder, { name, version, integrity }]) => ({
      folder,
      name: name ?? folder.split("node_modules/").at(-1),
      version,
      integrity,
    }))
    .filter(({ name }) => !isDroppedPackage(name));
}

/** A package's tar. Its usual address spares asking the registry for all of its versions; not every registry has it. */
async function download({ name, version, integrity }, pacote, options) {
  const registry = (options[`${name.split("/")[0]}:registry`] ?? options.registry).replace(/\/*$/, "/");
  const usual = `${registry}${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
  const data = await pacote
    .tarball(usual, { ...options, integrity })
    .catch(() => pacote.tarball(`${name}@${version}`, { ...options, integrity }));
  const [algorithm, digest] = integrity.split(/-(.*)/);
  if (createHash(algorithm).update(data).digest("base64") !== digest)
    throw new Error(`${name}@${version}: not what the lock file says`);
  return unzip(data);
}

const layer = openSync(layerFile, "w");
const folders = new Set();
const write = (bytes) => writeSync(layer, bytes);

function writeFolders(path) {
  const parent = path.split("/").slice(0, -1).join("/");
  if (!parent || folders.has(parent)) return;
  writeFolders(parent);
  folders.add(parent);
  write(entry("folder", `${parent}/`));
}

const home = "usr/local/lib/n8n";

function writePackage({ folder, name: owner }, tar) {
  // Some packages hold a path twice, which an engine refuses in a layer; the later one is what unpacking would leave.
  const entries = new Map();
  for (const { name, mode, data } of files(tar)) {
    const path = posix.normalize(`/${name}`).split("/").slice(2).join("/");
    if (isDroppedFile(owner, path)) continue;
    const full = `${home}/${folder}/${path}`;
    writeFolders(full);
    entries.set(full, entry("file", full, { data, mode: mode & 0o111 ? 0o755 : 0o644 }));
  }
  write(Buffer.concat([...entries.values()]));
}

function writeLink(path, target) {
  writeFolders(path);
  write(entry("link", path, { target }));
}

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
const packages = wanted(lock);
const pacote = needs("pacote");
const options = await npmOptions();
const pending = [];
let started = 0;
let said = Date.now();
for (const [index, item] of packages.entries()) {
  while (started < packages.length && started < index + atOnce) {
    const job = download(packages[started], pacote, options);
    job.catch(() => {});
    pending[started++] = job;
  }
  writePackage(item, await pending[index]);
  delete pending[index];
  if (Date.now() - said > 10_000) {
    said = Date.now();
    console.log(`  n8n: ${index + 1} of ${packages.length} packages`);
  }
}
writeLink("usr/local/lib/node_modules/n8n", "../n8n/node_modules/n8n");
writeLink("usr/local/bin/n8n", "../lib/node_modules/n8n/bin/n8n");
write(end);
closeSync(layer);
process.exit(0);
