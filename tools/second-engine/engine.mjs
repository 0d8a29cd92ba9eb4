// A second, newer Docker Engine beside the first: Debian's own, from a root file system of its own, in a network
// namespace of its own, so that neither sees the other's bridges and firewall rules. It lives as long as a test run.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Advice, run, step } from "../console.mjs";
import { engineApi } from "../setup/engine-api.mjs";
import { cache } from "../setup/places.mjs";
import { beginning, isAlive, stillRuns } from "../setup/processes.mjs";
import { debianLayer } from "../stand-ins/debian.mjs";

/** Debian's suite with the newer engine: Docker 26.1, API 1.45. */
const suite = "trixie";

const place = join(cache, "second-engine");

/** Starts it. Resolves with { host, version, stop() }; `stop` removes all of it but the root file system's archive. */
export async function startSecondEngine() {
  removeOld();
  const { file } = await debianLayer("docker", {
    suite,
    variant: "minbase",
    packages: ["ca-certificates", "docker.io", "docker-buildx", "iptables", "iproute2"],
    reported: ["docker.io"],
  });
  const folder = join(place, String(process.pid));
  const [root, own] = [join(folder, "root"), join(folder, "own")];
  mkdirSync(root, { recursive: true });
  mkdirSync(own);
  try {
    await step("unpack its root file system", async () => void (await run("tar", ["-xf", file, "-C", root])));
    return await step("start the second engine", () => start(folder, root, own));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The folder `own` has the same path inside and outside: what the engine says of its data and its socket holds here too.
 * The mounts are the namespace's alone and go with it. Its root is really exchanged: under a mere chroot whatever joins a
 * container later, health checks first of all, would come out on this machine's own root.
 */
const script = `
mount --bind "$ROOT" "$ROOT"
for name in proc sys dev; do
  mkdir -p "$ROOT/$name"
  mount --rbind "/$name" "$ROOT/$name"
done
mount -t tmpfs tmpfs "$ROOT/run"
mkdir -p "$ROOT$OWN" "$ROOT/before"
mount --bind "$OWN" "$ROOT$OWN"
cd "$ROOT"
pivot_root . before
cd /
umount -l /before
ip link set lo up
exec dockerd --host "unix://$OWN/docker.sock" --data-root "$OWN/data" --exec-root "$OWN/exec" \\
  --pidfile "$OWN/docker.pid" --cgroup-parent /plimsoll-second-engine
`;

async function start(folder, root, own) {
  const host = `unix://${join(own, "docker.sock")}`;
  const log = join(own, "dockerd.log");
  const output = openSync(log, "a");
  const arguments_ = ["--mount", "--net", "--propagation", "private", "sh", "-ec", script];
  const daemon = spawn("unshare", arguments_, {
    // A session of its own: an interrupt at the terminal reaches this script first, which stops it in order.
    detached: true,
    stdio: ["ignore", output, output],
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ROOT: root, OWN: own },
  });
  const { pid } = daemon;
  writeFileSync(join(folder, "engine.json"), JSON.stringify({ pid, began: beginning(pid) }));
  const api = engineApi(host);
  const version = await answer(api, pid, log);
  return {
    host,
    version: `${version.Version} (API ${version.ApiVersion})`,
    stop: () => step("stop the second engine", () => end(folder, pid)),
    toString: () => `Docker Engine ${version.Version}, API ${version.ApiVersion}, process ${pid}`,
  };
}

async function answer(api, pid, log) {
  for (const until = Date.now() + 60_000; Date.now() < until; await wait(250)) {
    const version = await api.version().catch(() => undefined);
    if (version) return version;
    if (!isAlive(pid)) break;
  }
  if (isAlive(pid)) process.kill(pid, "SIGTERM");
  const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n    ");
  throw new Advice(
    `the second engine did not start; its last lines:\n    ${tail}`,
    "see what is missing on this machine: root, overlayfs, iptables",
  );
}

/** Ends it as a service manager would, and waits: its containers end with it. */
async function end(folder, pid) {
  process.kill(pid, "SIGTERM");
  for (const until = Date.now() + 60_000; isAlive(pid) && Date.now() < until;) await wait(200);
  if (isAlive(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}

/** What a killed run left: its engine, if that is still the same process, and its folder. */
function removeOld() {
  if (!existsSync(place)) return;
  for (const name of readdirSync(place)) {
    if (isAlive(Number(name))) continue;
    const noted = join(place, name, "engine.json");
    const engine = existsSync(noted) ? JSON.parse(readFileSync(noted, "utf8")) : {};
    if (stillRuns(engine)) process.kill(engine.pid, "SIGTERM");
    else rmSync(join(place, name), { recursive: true, force: true });
  }
}
