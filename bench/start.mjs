// From `pulumi up` on an empty stack to the last service healthy, and where the time goes. Each run is done twice: with
// empty volumes, when n8n makes its tables, and with the volumes of the run before.
//
//   node bench/start.mjs [runs]       (images present; a stack, port and network of its own)

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, run, step } from "../tools/console.mjs";
import { engineApi } from "../tools/setup/engine-api.mjs";
import { provideEngine } from "../tools/setup/engine.mjs";
import { root } from "../tools/setup/places.mjs";
import { ensureSecrets, openStack, selectStack } from "../tools/setup/stack.mjs";
import { provideToolchain } from "../tools/setup/toolchain.mjs";
import { dataVolumes, purge } from "../tools/stack/removal.mjs";
import { publish } from "./results.mjs";
import { show, summary } from "./statistics.mjs";

/** What is told apart, by the resource's name. */
const parts = {
  network: "network-network",
  "database healthy": "db-container",
  "roles and databases": "db-clients-container",
  "backend healthy": "api-container",
  "frontend healthy": "frontend-container",
  "edge healthy": "edge-container",
  "n8n ready": "automation-container",
  "workflows installed": "automation-workflows-container",
};

await main(async () => {
  const runs = Number(process.argv[2] ?? 5);
  const { host } = await provideEngine({ install: false });
  const env = { ...process.env, PULUMI_STACK: "bench" };
  const stack = openStack({ toolchain: await provideToolchain({ install: false }), host, env });
  const api = engineApi(host);
  const samples = { empty: [], kept: [] };
  await selectStack(stack);
  await stack.pulumi(["config", "set", "port", "18080"]);
  await stack.pulumi(["config", "set", "subnet", "10.213.65.0/24"]);
  await ensureSecrets(stack);
  try {
    for (let round = 1; round <= runs; round++) {
      await step(`run ${round} of ${runs}`, async () => {
        samples.empty.push(await oneUp(stack));
        await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
        samples.kept.push(await oneUp(stack));
        await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
        await purge(api, await dataVolumes(api, stack.label));
      });
    }
  } finally {
    await stack.pulumi(["destroy", "--yes", "--skip-preview"], { allowFailure: true });
    await purge(api, await dataVolumes(api, stack.label));
    await stack.pulumi(["stack", "rm", "--yes"], { allowFailure: true });
    rmSync(join(root, "Pulumi.bench.yaml"), { force: true });
  }
  const figures = (name) => ["empty", "kept"].map((kind) => summary(samples[kind].map((sample) => sample[name])));
  const names = ["pulumi up, whole", "of that, starting and preview", ...Object.keys(parts), "without n8n"];
  const rows = names.map((name) => [name, ...figures(name).map(show)]);
  publish("start", ["seconds", "empty volumes", "volumes kept"], rows, { runs });
});

/** One `pulumi up`: its whole time, and the time each part took. */
async function oneUp(stack) {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const log = join(folder, "events.json");
  const began = Date.now();
  const env = { ...stack.env, PULUMI_DEBUG_COMMANDS: "true" };
  const args = ["up", "--yes", "--stack", stack.name, "--non-interactive", "--color", "never", "--event-log", log];
  await run(stack.program, args, { cwd: stack.folder, env });
  const ended = Date.now();
  const took = durations(readFileSync(log, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  const whole = (ended - began) / 1000;
  const n8n = took["automation-container"] + took["automation-workflows-container"];
  return {
    "pulumi up, whole": whole,
    "of that, starting and preview": whole - took.update,
    ...Object.fromEntries(Object.entries(parts).map(([part, resource]) => [part, took[resource]])),
    "without n8n": whole - n8n,
  };
}

/** Seconds of the update, and of each resource's operation in it, by its name. The log counts in whole seconds. */
function durations(text) {
  const events = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const nameOf = ({ metadata }) => metadata.urn.split("::").at(-1);
  const started = {};
  const took = {};
  took.update = events.at(-1).timestamp - events[0].timestamp;
  for (const { resourcePreEvent, resOutputsEvent, timestamp } of events) {
    if (resourcePreEvent) started[nameOf(resourcePreEvent)] ??= timestamp;
    if (resOutputsEvent) took[nameOf(resOutputsEvent)] = timestamp - (started[nameOf(resOutputsEvent)] ?? timestamp);
  }
  return took;
}
