// Real programs that tests hold the derived settings against: installed once into the per-user cache, in folders named by the
// hash of what they are made from. Nothing of them is part of the package.

import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Advice, run } from "../console.mjs";
import { alone } from "../setup/lock.mjs";
import { cache } from "../setup/places.mjs";
import { debianLayer, cannotBuild, provideMmdebstrap } from "../stand-ins/debian.mjs";
import { fingerprint } from "../stand-ins/kept.mjs";

const home = join(cache, "oracles");

/** The folder `name-hash` of the cache, filled by `make(folder)` when it is missing. Folders of older hashes are removed. */
export function installed(name, print, make) {
  const folder = join(home, `${name}-${print}`);
  return alone(join(home, `${name}.lock`), async () => {
    if (existsSync(folder)) return folder;
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    await make(partial);
    for (const old of readdirSync(home))
      if (old.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(old.slice(name.length + 1)))
        rmSync(join(home, old), { recursive: true, force: true });
    renameSync(partial, folder);
    return folder;
  });
}

/** The packages of a folder with package.json and package-lock.json: versions and contents are those of the lock. */
export const npmPackages = (name, recipe) =>
  installed(name, fingerprint([join(recipe, "package-lock.json")], process.platform, process.arch), async (folder) => {
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(recipe, file), join(folder, file));
    await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  });

/** A root file system with Debian packages and what they need, as apt verified them; programs run in it by chroot. */
export async function debianTree(name, suite, packages) {
  const reason = await cannotBuild();
  if (reason) throw new Advice(`${name} can't be provided: ${reason}`);
  await provideMmdebstrap({ install: false });
  const layer = await debianLayer(`oracle-${name}`, {
    suite,
    variant: "extract",
    // base-files holds the links from /lib to /usr/lib.
    packages: ["base-files", ...packages],
    reported: [packages.at(-1)],
  });
  const folder = await installed(name, fingerprint([], layer.file), async (partial) => {
    await run("tar", ["--extract", "--file", layer.file, "--directory", partial]);
  });
  return { folder, version: layer.facts.versions[packages.at(-1)] };
}

/** A virtual environment with exactly the packages of a requirements file, whose hashes pip compares. */
export const pythonPackages = (name, requirements) =>
  installed(name, fingerprint([requirements], process.platform, process.arch), async (folder) => {
    await run("python3", ["-m", "venv", folder]);
    const pip = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--require-hashes",
      "-r",
      requirements,
    ];
    await run(join(folder, "bin", "python"), pip);
  });
