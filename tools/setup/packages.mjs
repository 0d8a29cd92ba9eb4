// Installs what package-lock.json names, when node_modules is not already that; Node 24 for the scripts is among it.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Advice, note, run, step } from "../console.mjs";
import { alone } from "./lock.mjs";
import { logs, root, state } from "./places.mjs";
import { atLeast } from "./versions.mjs";

/** The Node that programs of this project run on. */
export const neededNode = "22";

/** Resolves with { installed, node }: whether it had to install, and the version of the Node that scripts will use. */
export async function providePackages({ folder = root } = {}) {
  return { installed: await installPackages(folder), node: await nodeOf(folder) };
}

/** Installs the packages of the program in `folder`. Resolves with whether it had to. */
export function installPackages(folder) {
  const waiting = ({ pid }) => note(`another set-up (process ${pid}) is installing the packages; waiting for it`);
  return alone(join(state, "packages.lock"), () => installIfStale(folder), waiting);
}

async function installIfStale(folder) {
  const mark = join(folder, "node_modules", ".plimsoll-lock");
  const wanted = lockHash(folder);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return false;
  await step(`install npm packages (npm ci${folder === root ? "" : ` in ${relative(root, folder)}`})`, async () => {
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, log: join(logs, "npm-ci.log") });
    writeFileSync(mark, wanted);
  });
  return true;
}

/** What an installation depends on: the lock file, and the approved install scripts in package.json. */
function lockHash(folder) {
  const lock = join(folder, "package-lock.json");
  if (!existsSync(lock))
    throw new Advice(`${lock} is missing`, "restore it from the repository (`git checkout package-lock.json`)");
  const { allowScripts = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return createHash("sha256")
    .update(readFileSync(lock))
    .update(JSON.stringify(allowScripts))
    .update(process.platform)
    .update(process.arch)
    .digest("hex");
}

/** The Node of node_modules, else this one; refuses one that is too old. */
async function nodeOf(folder) {
  const own = join(folder, "node_modules", ".bin", "node");
  const version = existsSync(own) ? (await run(own, ["--version"])).stdout.trim() : process.version;
  if (!atLeast(version, neededNode))
    throw new Advice(
      `Node ${neededNode} or newer is needed, and this is ${version}`,
      existsSync(own)
        ? "update the `node` package of package.json"
        : "npm did not install the package `node`: see its install script in package.json's allowScripts, or install a newer Node",
    );
  return version;
}
