// What is expensive to make is made once: files in the per-user cache, named by the hash of what they are made from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { note } from "../console.mjs";
import { cache } from "../setup/places.mjs";

const folder = join(cache, "images");

/** A short hash over files (folders are walked) and values. */
export function fingerprint(paths, ...values) {
  const hash = createHash("sha256");
  const take = (path) => {
    if (statSync(path).isDirectory())
      return readdirSync(path)
        .sort()
        .forEach((name) => take(join(path, name)));
    hash
      .update(`${path.split("/").at(-1)}\0`)
      .update(readFileSync(path))
      .update("\0");
  };
  paths.forEach(take);
  hash.update(JSON.stringify(values));
  return hash.digest("hex").slice(0, 16);
}

/**
 * The file `name-fingerprint.tar` of the cache, made by `make(path, facts)` when it is missing. `facts` is an object
 * that `make` may fill (versions, say); it is kept beside the file. Files of older fingerprints are removed.
 */
export function kept(name, print, make) {
  const key = `${name}-${print}`;
  // Two recipes of one run may share a layer.
  if (!making.has(key))
    making.set(
      key,
      keep(name, print, make).finally(() => making.delete(key)),
    );
  return making.get(key);
}

const making = new Map();

async function keep(name, print, make) {
  const file = join(folder, `${name}-${print}.tar`);
  const sidecar = `${file}.json`;
  if (existsSync(file) && existsSync(sidecar)) return { file, facts: JSON.parse(readFileSync(sidecar, "utf8")) };
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, `.${name}-${print}.${process.pid}.partial`);
  const facts = {};
  try {
    await make(partial, facts);
    writeFileSync(sidecar, JSON.stringify(facts));
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
  for (const old of readdirSync(folder))
    if (
      old.startsWith(`${name}-`) &&
      !old.startsWith(`${name}-${print}`) &&
      old.slice(name.length + 1).match(/^[0-9a-f]{16}\.tar/)
    )
      rmSync(join(folder, old), { force: true });
  return { file, facts };
}

/** Runs `action` while no other process of this user builds images. A lock whose holder is gone is taken over. */
export async function alone(action) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, "building.pid");
  for (let told = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = readHolder(lock);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) note(`another process (${holder}) is building images; waiting for it`);
    told = true;
    await wait(500);
  }
  try {
    // What a killed build left behind: under the lock, nobody is working on it.
    for (const name of readdirSync(folder))
      if (name.startsWith(".")) rmSync(join(folder, name), { recursive: true, force: true });
    return await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function readHolder(lock) {
  try {
    return Number(readFileSync(lock, "utf8")) || 0;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    // Pid 0 (a lock just being written) would signal our own group: it counts as alive until it says more.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
