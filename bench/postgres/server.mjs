// A server in a container with real limits, and the client beside it that is never measured.

import { setTimeout as wait } from "node:timers/promises";
import { controlGroup } from "./cgroup.mjs";
import { attempt, docker, inspect, provideVolume, removeContainer, startContainer } from "./docker.mjs";
import { connection, openSession } from "./session.mjs";

const sockets = "/var/run/postgresql";
const dataFolder = "/var/lib/postgresql";

/** The client container, and the volume with the server's socket that both see. */
export async function startClient(image) {
  const socketVolume = await provideVolume("socket");
  const args = ["--volume", `${socketVolume}:${sockets}`, "--entrypoint", "sleep", "--network", "none", "--init"];
  return { image, socketVolume, name: await startContainer(args, image, ["infinity"]) };
}

/**
 * Starts a server on `volume`. `size` is its limit; without one it has none, for loading. Memory and swap are the same
 * number, so there is no swap.
 */
export async function startServer(client, { volume, command, size, shmMiB = 1024 }) {
  const limits = size
    ? ["--memory", `${size.memoryMiB}m`, "--memory-swap", `${size.memoryMiB}m`, "--cpus", String(size.cpus)]
    : [];
  const volumes = ["--volume", `${volume}:${dataFolder}`, "--volume", `${client.socketVolume}:${sockets}`];
  const args = [
    ...limits,
    "--shm-size",
    `${shmMiB}m`,
    ...volumes,
    "--network",
    "none",
    "--env",
    "POSTGRES_PASSWORD=bench",
  ];
  // A killed server leaves its lock, and the next one has the same process id in its own name space.
  await attempt("exec", client.name, "sh", "-c", `rm -f ${sockets}/.s.PGSQL.*`);
  const name = await startContainer(args, client.image, command);
  await ready(client, name);
  return {
    name,
    group: controlGroup(inspect(name).State.Pid),
    session: (database) => openSession(client.name, database),
    state: () => inspect(name).State,
    log: async () => {
      const { stdout, stderr } = await attempt("logs", name);
      return stdout + stderr;
    },
    stop: (options) => removeContainer(name, options),
  };
}

/** The temporary server of a first start answers too: its process is not the container's first. */
async function ready(client, name, patience = 120_000) {
  for (const until = Date.now() + patience; ; await wait(200)) {
    const asked = await attempt("exec", client.name, "psql", "-XqAt", ...connection, "-c", "select 1");
    const first = await attempt("exec", name, "head", "-n1", "/proc/1/comm");
    if (asked.code === 0 && first.stdout.trim() === "postgres") return;
    if (inspect(name).State.Running && Date.now() < until) continue;
    const { stdout, stderr } = await attempt("logs", "--tail", "15", name);
    throw new Error(`the server did not start:\n${stdout}${stderr}`);
  }
}

/**
 * Takes the data files out of the page cache. Before each start: pages that another container read stay charged to that
 * one, so the next server would have more memory than its limit says.
 */
export async function dropCache(image, volume) {
  const drop = "sync; find /data -type f -size +0 -exec dd if={} iflag=nocache count=0 status=none \\;";
  await docker(
    "run",
    "--rm",
    "--network",
    "none",
    "--volume",
    `${volume}:/data`,
    "--entrypoint",
    "sh",
    image,
    "-c",
    drop,
  );
}
