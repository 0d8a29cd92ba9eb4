// Plugins that a killed `pulumi` left running. They are known by the mark that every `pulumi` of a stack passes on.

import { readFileSync, readdirSync } from "node:fs";

const plugins = /^pulumi-(language|resour)/;

/** Ends the orphaned plugins of a stack; returns their pids. Elsewhere than on Linux none is found. */
export function endOrphans(label) {
  const orphans = pids().filter(
    (pid) => plugins.test(comm(pid)) && isMarked(pid, label) && !comm(parent(pid)).startsWith("pulumi"),
  );
  for (const pid of orphans) process.kill(pid, "SIGTERM");
  return orphans;
}

const pids = () =>
  process.platform === "linux"
    ? readdirSync("/proc")
        .filter((entry) => /^\d+$/.test(entry))
        .map(Number)
    : [];

// The kernel cuts names at 15 characters: "pulumi-resource" and "pulumi-language".
const comm = (pid) => read(pid, "comm").trim();
const parent = (pid) => Number(/^PPid:\s*(\d+)/m.exec(read(pid, "status"))?.[1] ?? 0);
const isMarked = (pid, label) => read(pid, "environ").split("\0").includes(`PLIMSOLL_STACK=${label}`);

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
