// nginx from Debian's packages: of Debian 12 (1.22), of Debian 13 (1.26) and of the coming one (1.30). Configurations of sites
// go into images that users make, of whatever nginx; those of edges need 1.30, as the component demands.

import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../console.mjs";
import { debianTree } from "./installed.mjs";

/** The user of the components' containers. */
const user = 101;

/** Root file systems with an nginx, oldest first: [{ folder, version }]. */
export async function provideNginx() {
  const trees = [];
  for (const suite of ["bookworm", "trixie", "forky"]) {
    const tree = await debianTree(`nginx-${suite}`, suite, ["nginx"]);
    // What an engine gives to each container.
    for (const folder of ["dev", "var/cache/nginx"]) mkdirSync(join(tree.folder, folder), { recursive: true });
    writeFileSync(join(tree.folder, "dev", "stdout"), "");
    for (const path of ["dev/stdout", "var/cache/nginx"]) chownSync(join(tree.folder, path), user, user);
    trees.push(tree);
  }
  return trees;
}

/** `nginx -t` of a configuration; resolves with its exit status and what it said. In a network of its own: it binds the ports. */
export async function nginxTests({ folder }, conf) {
  const name = `/tmp/test-${process.pid}.conf`;
  writeFileSync(join(folder, name), conf);
  const asUser = ["chroot", `--userspec=${user}:${user}`, folder, "/usr/sbin/nginx", "-t", "-c", name];
  const { code, stderr } = await run("unshare", ["--net", ...asUser], { allowFailure: true });
  return { code, said: stderr };
}
