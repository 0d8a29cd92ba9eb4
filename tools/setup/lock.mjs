// One at a time: a lock file that names its holder, and that a dead holder does not keep.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beginning, stillRuns } from "./processes.mjs";

/** Takes the lock at `path`, or resolves with its living holder. Returns { release } or { holder }. */
export async function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, began: beginning(process.pid) });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      try {
        // A link appears with its content, so nobody ever reads a lock that is half written.
        linkSync(draft, path);
        return { release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const written = read(path);
      if (written === undefined) continue;
      const holder = parse(written);
      if (stillRuns(holder)) return { holder };
      discard(path, written);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `action` alone; `onWait(holder)` is told once when somebody else is at it. */
export async function alone(path, action, onWait = () => {}) {
  for (let told = false; ; told = true) {
    const { release, holder } = await tryLock(path);
    if (!release) {
      if (!told) onWait(holder);
      await wait(500);
      continue;
    }
    try {
      return await action();
    } finally {
      release();
    }
  }
}

/** Removes a dead holder's lock, but not the one that another process may have put there since it was read. */
function discard(path, written) {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== written) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
