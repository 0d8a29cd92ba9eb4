// What Node's profiles cost and give: CPU for each request, peak memory, and how a leak ends, in containers with real limits.
// The configurations take turns, so that a busy minute of the machine meets all of them.
//
//   node bench/node.mjs [runs]        (Node's pinned image present)

import http from "node:http";
import { join } from "node:path";
import { require as load } from "tsx/cjs/api";
import { main, note, run, step } from "../tools/console.mjs";
import { provideEngine } from "../tools/setup/engine.mjs";
import { root } from "../tools/setup/places.mjs";
import { publish } from "./results.mjs";
import { median, show, summary } from "./statistics.mjs";

const lib = (file) => load(join(root, "lib", `${file}.ts`), import.meta.url);
const { nodeOptions, NodeProfile, tuneNode } = lib("tuning/node");
const { pinnedImages } = lib("images/pinned");

const limits = [256, 512, 1024];
const configurations = ["Node's own", ...Object.values(NodeProfile)];
const [warmUp, measured, connections] = [400, 2000, 20];

const optionsOf = (configuration, memoryMiB) =>
  configuration === "Node's own"
    ? ""
    : nodeOptions(tuneNode({ memoryMiB, cpus: 1, workers: 1, profile: configuration }));

await main(async () => {
  const runs = Number(process.argv[2] ?? 5);
  const { host } = await provideEngine({ install: false });
  const docker = async (...args) => (await run("docker", ["--host", host, ...args])).stdout.trim();
  const cells = limits.flatMap((memoryMiB) => configurations.map((configuration) => ({ memoryMiB, configuration })));
  const samples = new Map(cells.map((cell) => [cell, []]));
  for (let round = 1; round <= runs; round++)
    await step(`round ${round} of ${runs}`, async () => {
      for (const cell of cells) samples.get(cell).push(await underLoad(docker, cell));
    });
  const rows = [];
  for (const cell of cells) {
    const of = (key) => samples.get(cell).map((sample) => sample[key]);
    const stock = cells.find(
      (other) => other.memoryMiB === cell.memoryMiB && other.configuration === configurations[0],
    );
    const ratio = median(of("cpuMs")) / median(samples.get(stock).map(({ cpuMs }) => cpuMs));
    rows.push([
      `${cell.memoryMiB} MiB`,
      cell.configuration,
      optionsOf(cell.configuration, cell.memoryMiB) || "none",
      show(summary(of("cpuMs"))),
      ratio.toFixed(2),
      show(summary(of("peakMiB"))),
      await step(`a leak in ${cell.memoryMiB} MiB, ${cell.configuration}`, () => leaks(docker, host, cell)),
    ]);
  }
  const headings = [
    "limit",
    "profile",
    "NODE_OPTIONS",
    "CPU ms a request",
    "of Node's own",
    "peak MiB",
    "a leak ends with",
  ];
  publish("node", headings, rows, { runs, requests: measured, connections, image: pinnedImages.node });
});

function limited({ memoryMiB, configuration }) {
  return [
    ...["--memory", `${memoryMiB}m`, "--memory-swap", `${memoryMiB}m`, "--cpus", "1"],
    ...["--env", `NODE_OPTIONS=${optionsOf(configuration, memoryMiB)}`],
    ...["--env", `LIVE_MIB=${Math.floor(memoryMiB / 12)}`],
    ...["--volume", `${join(root, "bench", "node")}:/bench:ro`],
  ];
}

/** One container, warmed up and asked; CPU time of its process for each request, and the most that was resident. */
async function underLoad(docker, cell) {
  const id = await docker("run", "--detach", ...limited(cell), pinnedImages.node, "node", "/bench/server.mjs");
  try {
    const address = await docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", id);
    const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
    const ask = (path) => get(agent, address, path);
    await started(ask);
    await many(ask, warmUp);
    const before = JSON.parse(await ask("/stats"));
    await many(ask, measured);
    const after = JSON.parse(await ask("/stats"));
    agent.destroy();
    return { cpuMs: (after.cpuMs - before.cpuMs) / measured, peakMiB: after.peakMiB };
  } finally {
    await docker("rm", "--force", id);
  }
}

/** How a container ends whose program keeps everything: by V8's words, or by the kernel's kill. */
async function leaks(docker, host, cell) {
  const id = await docker("run", "--detach", ...limited(cell), pinnedImages.node, "node", "/bench/leak.mjs");
  try {
    await docker("wait", id);
    const { stdout, stderr } = await run("docker", ["--host", host, "logs", id]);
    const message = /FATAL ERROR: .*heap out of memory/.exec(stdout + stderr);
    const code = await docker("inspect", "--format", "{{.State.ExitCode}}", id);
    return message === null ? `exit ${code}, no message` : "V8's message";
  } finally {
    await docker("rm", "--force", id);
  }
}

async function started(ask) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await ask("/stats").catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  note("the server did not start");
}

/** A closed loop: as many at once as there are connections. */
async function many(ask, count) {
  let left = count;
  const one = async () => {
    while (left-- > 0) await ask("/");
  };
  await Promise.all(Array.from({ length: connections }, one));
}

function get(agent, host, path) {
  return new Promise((resolve, reject) => {
    http
      .get({ agent, host, port: 3000, path }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (data) => (text += data));
        response.on("end", () => resolve(text));
      })
      .on("error", reject);
  });
}
