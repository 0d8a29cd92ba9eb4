// The official Pulumi CLI and docker plugin: where they are when installed, and how they are downloaded.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { note, run, step } from "../console.mjs";
import { pluginVersion } from "./go-programs.mjs";
import { logs } from "./places.mjs";
import { atLeast } from "./versions.mjs";

/** The CLI of the SDK's own version. */
export const officialVersion = "3.270.0";

const script = "https://get.pulumi.com/install.sh";
const home = () => process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");

/** Shared with the Automation API and npm's `pulumi`, so that whoever comes second downloads nothing. */
const downloaded = () => join(home(), "versions", officialVersion);

/** The folder on PATH that holds `program`. */
export function onPath(program, path = process.env.PATH ?? "") {
  return path.split(delimiter).find((folder) => folder && existsSync(join(folder, program)));
}

/** The backend that the user logged in to with `pulumi login`, if any. */
export function loginOf(folder = home()) {
  try {
    return JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")).current || undefined;
  } catch {
    return undefined;
  }
}

/** What `folder`'s CLI says of itself; undefined when it does not run (npm's downloader without its download, say). */
export function versionOf(folder) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
  const asked = spawnSync(join(folder, "pulumi"), ["version"], { encoding: "utf8", env, timeout: 15_000 });
  return asked.status === 0 ? asked.stdout.trim().replace(/^v/, "") : undefined;
}

/** The folder of a CLI with its Node language host, as the official ways of installing it leave it. */
export function installedCli() {
  const known = [onPath("pulumi"), join(home(), "bin"), join(downloaded(), "bin")];
  const whole = (folder) =>
    existsSync(join(folder, "pulumi")) &&
    (existsSync(join(folder, "pulumi-language-nodejs")) || onPath("pulumi-language-nodejs"));
  return known.find((folder) => folder && whole(folder));
}

/** Whether the CLI would find the docker plugin without downloading it. */
export function pluginInstalled(folder = join(home(), "plugins")) {
  if (onPath("pulumi-resource-docker")) return true;
  return existsSync(folder) && readdirSync(folder).some((entry) => isPlugin(entry));
}

/** Whether a folder among Pulumi's plugins is a docker plugin that fits: of the same major version, and not older. */
export function isPlugin(entry) {
  const version = /^resource-docker-v(\d+\.\d+\.\d+)$/.exec(entry)?.[1];
  return (
    version !== undefined && version.split(".")[0] === pluginVersion.split(".")[0] && atLeast(version, pluginVersion)
  );
}

/** Fetches the official installer into `file`. Returns why that can't be done, within seconds, or undefined. */
function fetchInstaller(file) {
  // curl, because the installer needs it anyway, and because it knows the proxies that Node does not.
  const asked = spawnSync("curl", ["-fsSL", "--connect-timeout", "5", "--max-time", "15", "-o", file, script], {
    encoding: "utf8",
  });
  if (asked.error) return "curl is not installed";
  return asked.status === 0 ? undefined : asked.stderr.trim().split("\n").at(-1);
}

/** Downloads the CLI. Resolves with its folder, or undefined (and says why) when the host can't be reached. */
export async function downloadCli() {
  const installer = join(tmpdir(), `plimsoll-pulumi-${process.pid}.sh`);
  const draft = `${downloaded()}.partial-${process.pid}`;
  try {
    let why;
    const got = await step(`download the Pulumi CLI ${officialVersion}`, async () => {
      why = fetchInstaller(installer);
      if (why) return `not to be had (${why})`;
      mkdirSync(dirname(draft), { recursive: true });
      const args = [installer, "--no-edit-path", "--install-root", draft, "--version", officialVersion];
      const { code } = await run("sh", args, { log: join(logs, "download-pulumi.log"), allowFailure: true });
      why =
        code === 0 && existsSync(join(draft, "bin", "pulumi"))
          ? undefined
          : `its installer failed, see ${join(logs, "download-pulumi.log")}`;
      return why && `not to be had (${why})`;
    });
    if (got) return undefined;
    rmSync(downloaded(), { recursive: true, force: true });
    renameSync(draft, downloaded());
    return join(downloaded(), "bin");
  } finally {
    rmSync(installer, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Downloads the docker plugin with the CLI in `folder`. Resolves with whether that worked. */
export async function downloadPlugin(folder) {
  const probe = join(tmpdir(), `plimsoll-probe-${process.pid}`);
  // The CLI retries for minutes what a probe knows in seconds.
  const why = fetchInstaller(probe);
  rmSync(probe, { force: true });
  if (why) {
    note(`the docker plugin ${pluginVersion} can't be downloaded (${why})`);
    return false;
  }
  const got = await step(`download the docker plugin ${pluginVersion}`, async () => {
    const args = ["plugin", "install", "resource", "docker", pluginVersion];
    const { code, stderr } = await run(join(folder, "pulumi"), args, {
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" },
      allowFailure: true,
    });
    return code === 0 ? "" : `not to be had (${stderr.trim().split("\n").at(-1)})`;
  });
  return !got;
}
