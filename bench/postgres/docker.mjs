// Containers and volumes of a run: labelled, remembered, and removed at its end, however it ends.

import { execFileSync, spawnSync } from "node:child_process";
import { run } from "../../tools/console.mjs";

export const label = "plimsoll.bench=postgres";
const mine = `plimsoll-bench-${process.pid}`;

export const docker = async (...args) => (await run("docker", args, { beat: 60_000 })).stdout.trim();

/** As `docker`, for what may fail: { code, stdout, stderr }. */
export const attempt = (...args) => run("docker", args, { allowFailure: true, beat: 60_000 });

const containers = new Set();
const volumes = new Set();
let made = 0;

export async function startContainer(args, image, command = []) {
  const name = `${mine}-${++made}`;
  containers.add(name);
  await docker("run", "--detach", "--name", name, "--label", label, ...args, image, ...command);
  return name;
}

export async function removeContainer(name, { graceSeconds = 120 } = {}) {
  if (graceSeconds > 0) await attempt("stop", "--time", String(graceSeconds), name);
  await attempt("rm", "--force", "--volumes", name);
  containers.delete(name);
}

/** A volume that ends with the run, unless it has a name of its own: then it is kept for the next one. */
export async function provideVolume(purpose, { kept } = {}) {
  const name = kept ?? `${mine}-${purpose}`;
  if (!kept) volumes.add(name);
  await docker("volume", "create", "--label", label, name);
  return name;
}

export async function removeVolume(name) {
  await attempt("volume", "rm", "--force", name);
  volumes.delete(name);
}

export const volumeExists = async (name) => (await attempt("volume", "inspect", name)).code === 0;

/** Removes what is left. Synchronous: it also runs when the process is told to end. */
function removeAll() {
  if (containers.size > 0) spawnSync("docker", ["rm", "--force", "--volumes", ...containers]);
  if (volumes.size > 0) spawnSync("docker", ["volume", "rm", "--force", ...volumes]);
}

/** Sees to it that nothing of this run stays. */
export function cleanUpAtEnd() {
  process.on("exit", removeAll);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])
    process.once(signal, () => process.exit(code));
}

export const inspect = (name) => JSON.parse(execFileSync("docker", ["inspect", name], { encoding: "utf8" }))[0];
