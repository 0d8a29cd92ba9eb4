// Images of the same applications, built naively, by hand, by another generator and by the library: sizes, rebuilds, starts, memory.
// The variants take turns, so that a busy minute of the machine meets all of them.
//
//   node bench/images.mjs [subject] [starts]        (the pinned images present; DOCKER names a client that builds with BuildKit)

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, step } from "../tools/console.mjs";
import { build, remove, sizes, start } from "./images/engine.mjs";
import { subjects } from "./images/subjects.mjs";
import { contextBytes, prepare, variants } from "./images/variants.mjs";
import { publish } from "./results.mjs";
import { median, show, summary } from "./statistics.mjs";

const [cold, edits, bumps] = [3, 5, 3];
/** No edit may be one that an earlier run made: the engine would have kept what came of it. */
const stamp = Date.now() % 1_000_000;

await main(async () => {
  const [chosen, starts = 12] = process.argv.slice(2);
  for (const name of chosen === undefined ? Object.keys(subjects) : [chosen]) await compare(name, Number(starts));
});

async function compare(name, starts) {
  const subject = subjects[name];
  const work = mkdtempSync(join(tmpdir(), "plimsoll-bench-images-"));
  const of = subject.variants ?? variants;
  const cells = new Map();
  try {
    for (const variant of of) {
      const prepared = await step(`${name}: prepare ${variant}`, () => prepare(variant, name, subject, work));
      cells.set(variant, { ...prepared, tag: `plimsoll-bench-${name}:${of.indexOf(variant)}`, samples: {} });
    }
    const inTurns = async (title, rounds, measure) => {
      for (let round = 1; round <= rounds; round++)
        await step(`${name}: ${title}, round ${round} of ${rounds}`, async () => {
          for (const cell of cells.values())
            for (const [what, value] of Object.entries(await measure(cell, round)))
              (cell.samples[what] ??= []).push(value);
        });
    };
    await inTurns("build without cache", cold, async (cell) => ({
      cold: (await build(cell.context, cell.tag, { fresh: true })).seconds,
    }));
    for (const cell of cells.values()) await build(cell.context, cell.tag);
    await inTurns("build after an edit", edits, async (cell, round) => {
      // Of a statement, which no bundler leaves out, and another one in each folder: the engine knows what it has built.
      const statement = subject.kind === "python" ? "EDITED" : "globalThis.edited";
      appendFileSync(join(cell.folder, subject.edit), `${statement} = "${stamp} ${round} ${cell.tag}"\n`);
      return { edit: (await build(cell.context, cell.tag)).seconds };
    });
    await inTurns("build after a version bump", bumps, async (cell, round) => {
      bump(cell.folder, round);
      const { seconds, said } = await build(cell.context, cell.tag);
      return {
        bump: seconds,
        installs: /added \d+ packages|up to date, audited|Successfully installed|Installed \d+ packages/.test(said)
          ? 1
          : 0,
      };
    });
    for (const cell of cells.values())
      Object.assign(cell, await sizes(cell.tag), { sent: contextBytes(cell.context()) });
    if (subject.run) await inTurns("start", starts, (cell) => start(cell.tag, subject.run));
    report(name, subject, cells, starts);
  } finally {
    for (const { tag } of cells.values()) await remove(tag).catch(() => {});
    rmSync(work, { recursive: true, force: true });
  }
}

/** As `npm version` does: in both files. */
function bump(folder, round) {
  for (const file of ["package.json", "package-lock.json", "pyproject.toml"]) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    if (file.endsWith(".toml")) {
      writeFileSync(path, readFileSync(path, "utf8").replace(/^version = .*$/m, `version = "9.${round}.${stamp}"`));
      continue;
    }
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    manifest.version = `9.${round}.${stamp}`;
    if (manifest.packages) manifest.packages[""].version = manifest.version;
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

function report(name, subject, cells, starts) {
  const naive = cells.get("naive");
  const lines = [
    ["MB on the engine", ({ megabytes }) => megabytes.toFixed(1)],
    ["MB packed (gzip -6)", ({ packed }) => packed.toFixed(1)],
    ["layers", ({ layers }) => String(layers)],
    ["kB sent to the engine", ({ sent }) => `${(sent / 1000).toFixed(0)} (${less(sent, naive.sent)})`],
    ["s to build, nothing kept", sampled("cold")],
    ["s to build after an edit", sampled("edit")],
    ["s to build after a version bump", sampled("bump")],
    [
      "of these, with an installation",
      ({ samples }) => `${samples.installs.reduce((sum, one) => sum + one, 0)} of ${bumps}`,
    ],
    ...(subject.run
      ? [
          ["ms from `docker run` to an answer", sampled("answered")],
          ...(naive.samples.ready ? [["ms from its start to listening", sampled("ready")]] : []),
          ["CPU ms till it answered", sampled("cpuMs")],
          ["MiB of memory at rest", sampled("memoryMiB")],
        ]
      : []),
  ];
  const rows = lines.map(([what, cellOf]) => [what, ...[...cells.values()].map(cellOf)]);
  publish(`images-${name}`, [subject.title, ...cells.keys()], rows, { cold, edits, bumps, starts });

  function sampled(what) {
    return ({ samples }) =>
      `${show(summary(samples[what]))}, ${less(median(samples[what]), median(naive.samples[what]))}`;
  }
}

function less(value, base) {
  const percent = Math.round((value / base - 1) * 100);
  return percent === 0 ? "±0 %" : `${percent > 0 ? "+" : "-"}${Math.abs(percent)} %`;
}
