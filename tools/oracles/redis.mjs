// Redis servers from Debian's packages: of Debian 12 and of Debian 13, the oldest and the newest there are.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { run } from "../console.mjs";
import { debianTree } from "./installed.mjs";

/** Root file systems with a Redis: [{ folder, version }]. */
export async function provideRedis() {
  const trees = [];
  for (const suite of ["bookworm", "trixie"]) trees.push(await debianTree(`redis-${suite}`, suite, ["redis-server"]));
  return trees;
}

/**
 * Starts a server with this configuration and resolves with what `action` makes of it, or with { refused: its words }. `action`
 * is given { cli(...words), residentMiB() }.
 */
export async function withRedis({ folder }, conf, action) {
  mkdirSync(join(folder, "run"), { recursive: true });
  const work = mkdtempSync(join(folder, "run", "redis-"));
  const inside = join("/run", basename(work));
  writeFileSync(join(work, "redis.conf"), `${conf}port 0\nunixsocket ${inside}/socket\ndir ${inside}\n`);
  const server = spawn("chroot", [folder, "redis-server", join(inside, "redis.conf")], {
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (data) => (said += data));
  let ended = false;
  const end = new Promise((resolve) => server.on("exit", () => resolve((ended = true))));
  const cli = async (...words) => {
    const { stdout } = await run("chroot", [folder, "redis-cli", "-s", join(inside, "socket"), ...words]);
    return stdout;
  };
  const residentMiB = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;
  try {
    const deadline = Date.now() + 10_000;
    while (!ended && !/ready to accept connections/i.test(said) && Date.now() < deadline) await wait(20);
    if (ended || !/ready to accept connections/i.test(said)) return { refused: said };
    return await action({ cli, residentMiB });
  } finally {
    server.kill("SIGKILL");
    await end;
    rmSync(work, { recursive: true, force: true });
  }
}
