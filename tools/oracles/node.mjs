// The real Nodes, and what each takes in NODE_OPTIONS.

import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Advice } from "../console.mjs";
import { npmPackages } from "./installed.mjs";

const execute = promisify(execFile);

export const majors = [22, 24, 26];

/** The program of each major: { 22: "/…/bin/node", … }. */
export async function provideNodes() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Advice(`the Nodes to ask are those of Linux x64, this is ${process.platform} ${process.arch}`);
  const folder = await npmPackages("node", join(import.meta.dirname, "node"));
  return Object.fromEntries(
    majors.map((major) => [major, join(folder, "node_modules", `node-${major}`, "bin", "node")]),
  );
}

/** Runs a script under these NODE_OPTIONS, in a folder where what some flags write lies in nobody's way; resolves with { code, stdout, stderr } whatever becomes of it. */
export async function underOptions(node, options, script = "0") {
  const env = { PATH: process.env.PATH, NODE_OPTIONS: options };
  try {
    const { stdout, stderr } = await execute(node, ["-e", script], { env, cwd: tmpdir(), timeout: 10_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return { code: error.code ?? error.signal, stdout: error.stdout, stderr: error.stderr };
  }
}

/** The names that this Node takes in NODE_OPTIONS. */
export async function acceptedNames(node) {
  const { stdout } = await underOptions(
    node,
    "",
    "console.log(JSON.stringify([...process.allowedNodeEnvironmentFlags]))",
  );
  return JSON.parse(stdout).toSorted();
}

/** Whether the flag does not stand without a value. Asked with --version: some flags write files or wait for a debugger. */
export async function needsValue(node, name) {
  const env = { PATH: process.env.PATH, NODE_OPTIONS: name };
  const { code, stderr } = await execute(node, ["--version"], { env, cwd: tmpdir() }).catch((error) => error);
  return code === 9 && /requires an argument|illegal value/.test(stderr);
}
