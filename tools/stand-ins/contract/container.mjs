// Containers for the contract tests: hardened, labelled, remembered by id and removed by id.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export const docker = (...args) =>
  execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** Runs a docker command that may fail: { status, output } with both of its streams. */
export function attempt(...args) {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  return { status, output: `${stdout}${stderr}`.trim() };
}

/** What the library gives every container. */
export const hardened = (uid) => [
  "--user",
  `${uid}:${uid}`,
  "--read-only",
  "--cap-drop",
  "ALL",
  "--security-opt",
  "no-new-privileges",
];

export const tmpfs = (path, options = "") => ["--tmpfs", options ? `${path}:${options}` : path];

/** Things made for one test file; `clean` removes them, newest first. */
export function bench() {
  const undo = [];
  const label = ["--label", `plimsoll.contract=${process.pid}`];
  const made = (id, ...removal) => (undo.push(() => attempt(...removal, id)), id);
  return {
    start: (image, args = [], command = []) => {
      const id = docker("create", ...label, ...args, image, ...command);
      made(id, "rm", "--force", "--volumes");
      docker("start", id);
      return id;
    },
    network: () => made(docker("network", "create", ...label, `plimsoll-contract-${process.pid}`), "network", "rm"),
    volume: () => made(docker("volume", "create", ...label), "volume", "rm"),
    folder: () => {
      const path = mkdtempSync(join(tmpdir(), "plimsoll-contract-"));
      undo.push(() => rmSync(path, { recursive: true, force: true }));
      return path;
    },
    clean: () => undo.reverse().forEach((remove) => remove()),
  };
}

/** Runs a command to its end in a fresh container: { status, output }. */
export const runOnce = (image, args, command = []) =>
  attempt("run", "--rm", "--label", `plimsoll.contract=${process.pid}`, ...args, image, ...command);

export const logs = (id) => attempt("logs", id).output;

export const inspect = (id) => JSON.parse(docker("inspect", id))[0];

/** Asks again until `probe` gives something true; fails with what `explain` says. */
export async function until(what, probe, { seconds = 30, explain = () => "" } = {}) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s\n${await explain()}`);
    await wait(100);
  }
}

/** `fetch` that gives up: a published port may take a connection before anything listens behind it, and never answer. */
export async function ask(url, options = {}) {
  const abort = new AbortController();
  // This timer also keeps Node 20 alive, which a waiting fetch does not.
  const timer = setTimeout(() => abort.abort(), 10_000);
  try {
    const response = await fetch(url, { ...options, signal: abort.signal });
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, text: body.toString() };
  } finally {
    clearTimeout(timer);
  }
}

/** The answer of `url` once there is one. */
export const answer = (url, id, seconds = 15) =>
  until(`an answer from ${url}`, () => ask(url).catch(() => false), { seconds, explain: () => logs(id) });

/** Where a container's port is published on this machine. */
export const published = (id, port) => `http://${docker("port", id, String(port)).split("\n")[0]}`;

/** Stops a container by its image's own stop signal: { ms, code }. */
export function stop(id, seconds = 20) {
  const began = Date.now();
  docker("stop", "--time", String(seconds), id);
  return { ms: Date.now() - began, code: inspect(id).State.ExitCode };
}

/** A reason to skip the tests of `image`, or false. */
export function unavailable(image) {
  const { status, output } = attempt("image", "inspect", image);
  if (status === 0) return false;
  return /No such image/i.test(output) ? `${image} is not on the engine` : `no engine: ${output.split("\n").at(-1)}`;
}
