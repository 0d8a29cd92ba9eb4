// Provides the Pulumi engine: CLI, Node language host and docker plugin. What is there, else the official download,
// else a build from Go modules.

import { delimiter, join } from "node:path";
import { Advice, note, warn } from "../console.mjs";
import { assemble, buildPrograms, builtVersion, folderOf, isBuilt, programs } from "./go-programs.mjs";
import { downloadCli, downloadPlugin, installedCli, loginOf, pluginInstalled, versionOf } from "./official-pulumi.mjs";
import { root } from "./places.mjs";
import { atLeast } from "./versions.mjs";

const names = Object.keys(programs);
const plugin = "pulumi-resource-docker";

/**
 * Resolves with { folder, folders, source, version }: the folder of `pulumi`, all folders that belong on PATH, and
 * where it came from ("PATH", "download" or "built"). PLIMSOLL_TOOLCHAIN=built takes the build at once.
 */
export async function provideToolchain({ install = true, only = process.env.PLIMSOLL_TOOLCHAIN } = {}) {
  if (only !== undefined && only !== "built")
    throw new Advice(
      `PLIMSOLL_TOOLCHAIN is "${only}"`,
      'the only value it knows is "built"; leave it unset to use an installed Pulumi CLI',
    );
  const found = only === "built" ? undefined : working(installedCli());
  const toolchain = found ? await withPlugin(found, install) : await provideCli(install, only);
  note(`pulumi ${toolchain.version} (${toolchain.source === "PATH" ? toolchain.folder : toolchain.source})`);
  return toolchain;
}

async function provideCli(install, only) {
  if (names.every(isBuilt)) return fromBuild();
  if (!install)
    throw new Advice(
      "the Pulumi CLI is not installed, and --no-install was given",
      "install it (https://www.pulumi.com/docs/install), or leave out --no-install",
    );
  const downloaded = only === "built" ? undefined : working(await downloadCli(), "download");
  if (downloaded) return withPlugin(downloaded, install);
  await buildPrograms(names);
  return fromBuild();
}

function fromBuild() {
  const { bin, home } = assemble();
  return { folder: bin, folders: [bin], home, source: "built", version: builtVersion };
}

/** A CLI that answers; what does not is named and left alone. */
function working(folder, source = "PATH") {
  if (!folder) return undefined;
  const version = versionOf(folder);
  if (!version) warn(`${join(folder, "pulumi")} does not answer \`pulumi version\`; it is not used`);
  else if (!atLeast(version, builtVersion))
    warn(`pulumi ${version} in ${folder} is older than ${builtVersion}, with which this was tested`);
  return version && { folder, folders: [folder], source, version };
}

/** Adds the docker plugin to an official CLI: the CLI's own way, else built. */
async function withPlugin(toolchain, install) {
  if (pluginInstalled()) return toolchain;
  const withBuilt = { ...toolchain, folders: [...toolchain.folders, folderOf(plugin)] };
  if (isBuilt(plugin)) return withBuilt;
  if (!install)
    throw new Advice(
      "Pulumi's docker plugin is not installed, and --no-install was given",
      "run `pulumi plugin install resource docker`, or leave out --no-install",
    );
  if (await downloadPlugin(toolchain.folder)) return toolchain;
  note("the docker plugin is built from Go modules instead");
  await buildPrograms([plugin]);
  return withBuilt;
}

/** An environment in which `pulumi` is this toolchain's, and `node` the one that package.json pins. */
export function toolchainEnv(toolchain, env = process.env) {
  // npm's folder comes last: a `pulumi` that it may hold is only a downloader.
  const folders = [...toolchain.folders, join(root, "node_modules", ".bin")];
  const others = (env.PATH ?? "").split(delimiter).filter((folder) => !folders.includes(folder));
  const path = { PATH: [...folders, ...others].join(delimiter), PULUMI_SKIP_UPDATE_CHECK: "1" };
  if (!toolchain.home) return { ...env, ...path };
  // A home of its own holds the built plugin, unless the user's is needed for the login in it.
  const own = !env.PULUMI_HOME || env.PULUMI_HOME === toolchain.home;
  if (own && !loginOf()) return { ...env, ...path, PULUMI_HOME: toolchain.home };
  return { ...env, ...path, PATH: [folderOf(plugin), path.PATH].join(delimiter) };
}
