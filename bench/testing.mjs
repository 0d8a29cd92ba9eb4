// What the testing kit costs: the import, a stack of five services, 1,000 resources, memory over 200 runs, and what it adds
// to Pulumi's own mocks.
//
//   npm run build, then: node bench/testing.mjs [runs]

import { join } from "node:path";
import { Advice, main, run, step } from "../tools/console.mjs";
import { root } from "../tools/setup/places.mjs";
import { publish } from "./results.mjs";
import { median, show, summary } from "./statistics.mjs";

const child = join(root, "bench", "testing", "child.cjs");

async function measure(...args) {
  const { stdout } = await run(process.execPath, ["--expose-gc", child, ...args.map(String)], { cwd: root });
  return JSON.parse(stdout);
}

const repeat = async (times, work) => {
  const results = [];
  for (let index = 0; index < times; index++) results.push(await work());
  return results;
};

const times = (samples, key) => show(summary(samples.map((sample) => sample[key])));

await main(async () => {
  if (Number(process.versions.node.split(".")[0]) < 22)
    throw new Advice(`Node ${process.version} is older than what the kit runs on`, "use the one in node_modules/.bin");
  const runs = Number(process.argv[2] ?? 11);
  const rows = [];
  const details = {};

  const imports = await step(`import, ${runs} processes`, () => repeat(runs, () => measure("import")));
  rows.push(["import after the SDK's own", "50 ms or less", times(imports, "wallMs"), times(imports, "cpuMs")]);

  const five = await step(`five services, ${runs} processes`, () => repeat(runs, () => measure("run", "five", 5)));
  const first = five.map((samples) => samples[0]);
  const later = five.flatMap((samples) => samples.slice(1));
  rows.push(["five services, first run of a process", "150 ms or less", times(first, "wallMs"), times(first, "cpuMs")]);
  rows.push(["five services, later runs", "150 ms or less", times(later, "wallMs"), times(later, "cpuMs")]);

  const thousand = (await step("1,000 resources", () => repeat(5, () => measure("run", "thousand", 1)))).flat();
  rows.push(["1,000 resources", "3,000 ms or less", times(thousand, "wallMs"), times(thousand, "cpuMs")]);

  for (const [title, name, limit] of [
    ["five services", "five", undefined],
    ["100 resources", "hundred", undefined],
    ["100 resources, no stack traces in either", "hundred", 0],
    ["five services, no stack traces in either", "five", 0],
  ]) {
    const { kit, bare } = await step(`against bare mocks: ${title}`, () =>
      measure("compare", name, runs * 3, ...(limit === undefined ? [] : [limit])),
    );
    const ratio = `${((median(kit) / median(bare) - 1) * 100).toFixed(1)} %`;
    rows.push([`more than bare setMocks: ${title}`, "10 % or less", "", ratio]);
    details[`${name}${limit ?? ""}`] = { kit: summary(kit), bare: summary(bare) };
  }

  const heap = await step("memory over 200 runs", () => measure("memory", "five", 200));
  const [early, late] = [median(heap.slice(1, 6)), median(heap.slice(-5))];
  rows.push([
    "heap after 20 to 60 runs, and after 160 to 200",
    "flat",
    "",
    `${early.toFixed(1)} and ${late.toFixed(1)} MiB`,
  ]);
  publish("testing", ["what", "asked", "ms", "CPU ms, ratio or MiB"], rows, { runs, ...details, heap: summary(heap) });
});
