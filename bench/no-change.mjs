// What an `up` that changes nothing costs, and how much of it is this library: beside it, interleaved, a bare program
// that makes the very same resources with @pulumi/docker alone.
//
//   npm run up, then: node bench/no-change.mjs [runs]

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Advice, main, run, step } from "../tools/console.mjs";
import { provideEngine } from "../tools/setup/engine.mjs";
import { root } from "../tools/setup/places.mjs";
import { openStack } from "../tools/setup/stack.mjs";
import { provideToolchain } from "../tools/setup/toolchain.mjs";
import { publish } from "./results.mjs";
import { show, summary } from "./statistics.mjs";

const bareProgram = `
const docker = require("@pulumi/docker");
const pulumi = require("@pulumi/pulumi");
const secret = "4dabf18193072939515e22adb298388d";
const open = (value) => {
  if (Array.isArray(value)) return value.map(open);
  if (value === null || typeof value !== "object") return value;
  if (secret in value) return pulumi.secret(JSON.parse(value.plaintext));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)]));
};
for (const { type, name, inputs, options } of require("./resources.json")) new docker[type](name, open(inputs), options);
`;

await main(async () => {
  const runs = Number(process.argv[2] ?? 7);
  const { host } = await provideEngine({ install: false });
  const toolchain = await provideToolchain({ install: false });
  const stack = openStack({ toolchain, host });
  const exported = JSON.parse((await stack.pulumi(["stack", "export", "--show-secrets"])).stdout);
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  try {
    const bare = await bareStack(folder, exported, stack, toolchain);
    await step("once each, unmeasured", async () => void (await measure([stack, bare], 1)));
    const [own, plain] = await measure([stack, bare], runs);
    const rows = [
      ["with this library", own.resources, show(own.wall), show(own.cpu)],
      ["bare @pulumi/docker", plain.resources, show(plain.wall), show(plain.cpu)],
    ];
    publish("no-change", ["up without changes", "resources", "seconds", "CPU seconds"], rows, { runs, own, plain });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A stack of its own state in which a program without the library finds the same resources, so that it too changes nothing. */
async function bareStack(folder, exported, { project, short, env }, toolchain) {
  const resources = exported.deployment.resources.filter(({ type }) => type.startsWith("docker:"));
  const records = resources.map(({ urn, type, inputs, ...rest }) => {
    const { __defaults, ...plain } = inputs;
    const options = { retainOnDelete: rest.retainOnDelete, additionalSecretOutputs: rest.additionalSecretOutputs };
    return { type: type.split(":").at(-1), name: urn.split("::").at(-1), inputs: plain, options };
  });
  mkdirSync(join(folder, "state"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: ${project}\nmain: index.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
  );
  writeFileSync(join(folder, "index.js"), bareProgram);
  writeFileSync(join(folder, "resources.json"), JSON.stringify(records), { mode: 0o600 });
  const bareEnv = { ...env, PULUMI_BACKEND_URL: `file://${join(folder, "state")}` };
  const pulumi = (args, options = {}) =>
    run(join(toolchain.folder, "pulumi"), [...args, "--stack", short, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: bareEnv,
      ...options,
    });
  await pulumi(["stack", "init"]);
  const flattened = resources.map(({ parent, dependencies, propertyDependencies, urn, ...rest }) => ({
    ...rest,
    urn: flat(urn, short, project),
    parent: `urn:pulumi:${short}::${project}::pulumi:pulumi:Stack::${project}-${short}`,
  }));
  const own = exported.deployment.resources.filter(
    ({ type }) => type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:"),
  );
  const deployment = {
    ...exported.deployment,
    resources: [
      ...own.map((resource) => ({
        ...resource,
        outputs: resource.type === "pulumi:pulumi:Stack" ? {} : resource.outputs,
      })),
      ...flattened,
    ],
  };
  await pulumi(["stack", "import"], { input: JSON.stringify({ ...exported, deployment }) });
  return { name: "bare", folder, env: bareEnv, program: join(toolchain.folder, "pulumi"), short };
}

/** The URN without the component it lies in. */
function flat(urn, stack, project) {
  const [type, name] = urn.split("::").slice(-2);
  return `urn:pulumi:${stack}::${project}::${type.split("$").at(-1)}::${name}`;
}

async function measure(stacks, runs) {
  const samples = stacks.map(() => []);
  for (let round = 0; round < runs; round++) {
    // A, B, then B, A: a machine that slows down slows both.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) samples[index].push(await oneUp(stacks[index]));
  }
  return samples.map((taken) => ({
    resources: taken[0].resources,
    wall: summary(taken.map(({ wall }) => wall)),
    cpu: summary(taken.map(({ cpu }) => cpu)),
  }));
}

async function oneUp({ folder, env, program, short }) {
  const began = performance.now();
  // A shell between: what its children used is counted when it ends.
  const { stdout } = await run(
    "bash",
    [
      "-c",
      `times; "$0" "$@"; times`,
      program,
      "up",
      "--yes",
      "--stack",
      short,
      "--non-interactive",
      "--color",
      "never",
    ],
    { cwd: folder, env },
  );
  const wall = (performance.now() - began) / 1000;
  const unchanged = /(\d+) unchanged/.exec(stdout)?.[1];
  if (unchanged === undefined || /\d+ (created|updated|replaced|deleted)/.test(stdout))
    throw new Advice(`the up was not without changes:\n${stdout}`);
  return { wall, cpu: childSeconds(stdout), resources: Number(unchanged) };
}

/** User and system time of the children, by the last line of bash's `times`. */
function childSeconds(output) {
  const last = output.trimEnd().split("\n").at(-1);
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, secs]) => sum + Number(minutes) * 60 + Number(secs),
    0,
  );
}
