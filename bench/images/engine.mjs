// What the benchmark of images asks of Docker.

import Docker from "dockerode";
import { createServer } from "node:net";
import http from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../tools/console.mjs";
import { root } from "../../tools/setup/places.mjs";

/** A client that builds with BuildKit: one with buildx, or Debian's. */
const client = process.env.DOCKER ?? "docker";
const authority = process.env.NODE_EXTRA_CA_CERTS;

const engine = new Docker();
const docker = async (args, options = {}) => (await run(client, args, options)).stdout.trim();

/** Builds, and resolves with the seconds it took and what was printed. */
export async function build(context, tag, { fresh = false } = {}) {
  const args = ["build", "--progress", "plain", "--tag", tag, ...(fresh ? ["--no-cache"] : [])];
  if (authority) args.push("--secret", `id=ca,src=${authority}`);
  const began = performance.now();
  const { stdout, stderr } = await run(client, [...args, context()], {
    env: { ...process.env, DOCKER_BUILDKIT: "1" },
  });
  return { seconds: (performance.now() - began) / 1000, said: stdout + stderr };
}

/** Size as the engine counts it, as `docker save | gzip` has it, and the number of layers. */
export async function sizes(tag) {
  const { Size, RootFS } = JSON.parse(await docker(["image", "inspect", "--format", "{{json .}}", tag]));
  const packed = Number(await (await run("sh", ["-c", `"$0" save "$1" | gzip -6 | wc -c`, client, tag])).stdout);
  return { megabytes: Size / 1e6, packed: packed / 1e6, layers: RootFS.Layers.length };
}

export const remove = (tag) => docker(["image", "rm", "--force", tag]);

/** Starts a container and waits until it answers: milliseconds to the answer and to listening, CPU time till then, memory at rest. */
export async function start(tag, { port, path, environment }) {
  const host = await freePort();
  const variables = { ...environment, NODE_OPTIONS: "--require=/ready.cjs" };
  const flags = Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const hook = `${join(root, "bench", "images", "ready.cjs")}:/ready.cjs:ro`;
  const limits = ["--init", "--memory", "512m", "--memory-swap", "512m", "--cpus", "1"];
  const began = performance.now();
  const id = await docker([
    "run",
    "--detach",
    ...limits,
    ...flags,
    "--volume",
    hook,
    "--publish",
    `127.0.0.1:${host}:${port}`,
    tag,
  ]);
  try {
    await answers(`http://127.0.0.1:${host}${path}`);
    const answered = performance.now() - began;
    const since = Date.parse(await docker(["inspect", "--format", "{{.State.StartedAt}}", id]));
    const ready = Number(/READY (\d+)/.exec(await docker(["logs", id]))?.[1]) - since;
    const { cpuMs } = await usage(id);
    await sleep(3000);
    const { memoryMiB } = await usage(id);
    return { answered, ...(Number.isNaN(ready) ? {} : { ready }), cpuMs, memoryMiB };
  } finally {
    await docker(["rm", "--force", id]);
  }
}

async function answers(url) {
  for (let attempt = 0; attempt < 4000; attempt++) {
    if (await ok(url)) return;
    await sleep(5);
  }
  throw new Error(`no answer from ${url}`);
}

const ok = (url) =>
  new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
  });

/** As `docker stats` counts: what the kernel could take back at once is left out. */
async function usage(id) {
  const { cpu_stats, memory_stats } = await engine.getContainer(id).stats({ stream: false, "one-shot": true });
  const { usage: used, stats } = memory_stats;
  const idle = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return { cpuMs: cpu_stats.cpu_usage.total_usage / 1e6, memoryMiB: (used - idle) / 2 ** 20 };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
