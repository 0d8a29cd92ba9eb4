// Which process holds something, and is it still the same one?

import { readFileSync } from "node:fs";

/** Whether a process with this pid exists (another user's counts). */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** When a process began, in the kernel's ticks since boot: tells it from a later one with the same pid. Linux only. */
export function beginning(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it may hold blanks and brackets, so count from its end.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote { pid, began } is still running. */
export function stillRuns({ pid, began } = {}) {
  if (!isAlive(pid)) return false;
  const now = beginning(pid);
  return began === undefined || now === undefined || began === now;
}

/** The name of the program that runs as `pid`; undefined when none does, or it has ended and only waits to be forgotten. */
export function runningProgram(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return stat[end + 2] === "Z" ? undefined : stat.slice(stat.indexOf("(") + 1, end);
  } catch {
    return undefined;
  }
}
