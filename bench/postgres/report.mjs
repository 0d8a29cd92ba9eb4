// docs/benchmarks/postgres.md from the results: node bench/postgres/report.mjs

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "../../tools/setup/places.mjs";
import { killTable } from "./kill.mjs";
import { complexRows, complexSummary, complexTable, geometricMean } from "./tables.mjs";
import { transactionRatios, transactionsTable } from "./transactions.mjs";
import { writeRatios, writesTable } from "./write.mjs";

const folder = join(root, "bench", "results");
const page = join(root, "docs", "benchmarks", "postgres.md");

const records = readdirSync(folder)
  .filter((file) => /^postgres-.*\.json$/.test(file))
  .map((file) => ({ file, ...JSON.parse(readFileSync(join(folder, file), "utf8")) }));

const of = (experiment) => records.filter((record) => record.experiment === experiment);

function markdown({ headings, rows }) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headings), line(headings.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

const made = ({ command, date, image, machine, connections }) =>
  `Made by \`${command}\` on ${date}; image ${image}; ${machine.cpus} CPUs shared with other work (load ${machine.load[0]}), ${machine.memoryGiB} GiB; ${connections} connections.`;

const sets = (record) =>
  record.results.flatMap((result) =>
    ["warm", "cold"]
      .map((cache) => ({ record, result, cache, rows: complexRows(result, cache) }))
      .filter(({ rows }) => rows.length > 0),
  );

const titleOf = ({ record, result, cache }) =>
  `${record.size}, ${record.connections} connections, ${result.schema}, ${result.factor}x, ${cache}`;

/** One row for each data set: the geometric mean and the worst query of each configuration. */
function overview(record) {
  const all = sets(record);
  const names = Object.keys(all[0].rows[0].figures).filter((name) => name !== "stock");
  const cell = ({ mean, worst }) => `${mean.toFixed(2)} (worst ${worst?.toFixed(2)})`;
  return {
    headings: ["schema, data, cache", ...names],
    rows: all.map(({ result, cache, rows }) => {
      const summary = complexSummary(rows);
      return [`${result.schema}, ${result.factor}x, ${cache}`, ...names.map((name) => cell(summary[name]))];
    }),
  };
}

/** Every query that costs plimsoll over 5 % more than stock. */
function losses() {
  return of("complex")
    .flatMap(sets)
    .flatMap((one) =>
      one.rows
        .filter(({ figures }) => figures.plimsoll?.ratio > 1.05 || figures.plimsoll?.failure)
        .map(({ query, figures: { stock, plimsoll } }) => [
          titleOf(one),
          query,
          Math.round(stock.cpuMs),
          plimsoll.failure ?? Math.round(plimsoll.cpuMs),
          plimsoll.ratio?.toFixed(2) ?? "",
          `${Math.round(100 * Math.max(stock.spread, plimsoll.spread ?? 0))} %`,
          one.result.plans.stock[query] === one.result.plans.plimsoll[query] ? "the same" : "another",
        ]),
    );
}

/** What was hoped for, and what came out, over all results there are. */
function goals() {
  const complex = of("complex").flatMap(sets);
  const measured = complex.map(({ rows }) => complexSummary(rows).plimsoll).filter(Boolean);
  const means = measured.map(({ mean }) => mean);
  const worst = Math.max(...measured.map((one) => one.worst));
  const writes = of("write").flatMap(({ results }) => writeRatios(results));
  const short = of("oltp").flatMap(({ results }) => transactionRatios(results));
  const kills = of("kill").flatMap(({ results }) =>
    results.filter(({ configuration }) => configuration === "plimsoll"),
  );
  const killed = kills.filter(({ kernelKills }) => kernelKills > 0);
  const percent = (ratio) => `${ratio > 1 ? "+" : ""}${Math.round((ratio - 1) * 100)} %`;
  const list = (ratios) => (ratios.length > 0 ? ratios.map(percent).join(", ") : "not measured");
  const verdict = (met, known = true) => (known ? (met ? "yes" : "**no**") : "");
  return {
    headings: ["goal", "measured", "met"],
    rows: [
      [
        "complex queries: geometric mean of CPU 0.70 of stock or less",
        `${Math.min(...means).toFixed(2)} to ${Math.max(...means).toFixed(2)} by data set, ${geometricMean(means).toFixed(2)} over all`,
        verdict(geometricMean(means) <= 0.7),
      ],
      ["no query over 5 % dearer than stock", `worst ${worst.toFixed(2)}, see below`, verdict(worst <= 1.05)],
      [
        "15 % less WAL, without more CPU (5 % is noise)",
        `WAL ${list(writes.map(({ wal }) => wal))}; CPU ${list(writes.map(({ cpu }) => cpu))}`,
        verdict(
          writes.every(({ wal, cpu }) => wal <= 0.85 && cpu <= 1.05),
          writes.length > 0,
        ),
      ],
      [
        "short transactions within 5 %",
        list(short),
        verdict(
          short.every((ratio) => ratio <= 1.05),
          short.length > 0,
        ),
      ],
      [
        "no kill with all connections in the heaviest query",
        `killed in ${killed.length} of ${kills.length} attacks${killed.length > 0 ? `: ${killed.map(({ attack }) => attack).join(", ")}` : ""}`,
        verdict(killed.length === 0, kills.length > 0),
      ],
    ],
  };
}

const section = (title, ...parts) => [`## ${title}`, ...parts.filter(Boolean)].join("\n\n");

const text = [
  "# PostgreSQL: what the settings are worth",
  "Real servers in containers with real limits. The figures are CPU time of the whole container, the client's not counted; medians of interleaved turns (A B C, C B A), with the ratio to stock behind them. Below 1 is better than stock. `spread` is the widest distance between the lowest and the highest turn of one configuration, against its median: a ratio within it says nothing. The page cache is emptied before each start, for pages another container read are not charged to this one. *Cold* is the first pass after that, *warm* the one after.",
  "*stock* is the image as it is, *document* a hand-made set for 2 GiB (shared_buffers 1GB, work_mem 16MB, random_page_cost 1.1 and others), *pgtune* what its published formulas give (web, SSD), *plimsoll* what `TunedPostgres` gives for the same limits and connections; *earlier plimsoll* is what it gave before these measurements, with more work_mem or parallel query. Other names are plimsoll's settings with the values in the name. The command lines, the plan of each query and every single turn are in `bench/results/postgres-*.json`.",
  section("Goals of plimsoll's settings against stock", markdown(goals())),
  section(
    "Complex queries: geometric mean of the ratios to stock, and the worst query",
    ...of("complex").flatMap((record) => [
      `### ${record.size}, ${record.connections} connections`,
      markdown(overview(record)),
    ]),
  ),
  section(
    "Where plimsoll loses more than 5 %",
    losses().length > 0
      ? markdown({ headings: ["where", "query", "stock ms", "plimsoll ms", "ratio", "spread", "plan"], rows: losses() })
      : "Nowhere in these runs.",
  ),
  ...of("kill").map((record) =>
    section(
      `Every connection in the heaviest query at once: ${record.size}`,
      made(record),
      markdown(killTable(record.results)),
    ),
  ),
  ...of("write").map((record) =>
    section(`Writes: ${record.size}`, made(record), markdown(writesTable(record.results))),
  ),
  ...of("oltp").map((record) =>
    section(`Short transactions: ${record.size}`, made(record), markdown(transactionsTable(record.results))),
  ),
  ...of("complex").map((record) =>
    section(
      `Each query: ${record.size}, ${record.connections} connections`,
      made(record),
      ...sets(record).flatMap((one) => [
        `### ${one.result.schema}, ${one.result.factor} of the limit (${one.result.databaseMiB} MiB), ${one.cache}`,
        markdown(complexTable(one.rows)),
      ]),
    ),
  ),
  "",
].join("\n\n");

mkdirSync(join(root, "docs", "benchmarks"), { recursive: true });
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
console.log(`written to ${page}`);
