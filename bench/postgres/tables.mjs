// From samples to the tables that people read: medians, spread, ratios to stock, geometric means.

import { median } from "../statistics.mjs";

export const geometricMean = (values) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

const unique = (values) => [...new Set(values)];

/** Rows of { query, and by configuration: cpuMs, spread, ratio, tempMiB } for one cache state of one data set. */
export function complexRows({ samples }, cache) {
  const chosen = samples.filter((sample) => sample.cache === cache);
  const names = unique(chosen.map(({ configuration }) => configuration));
  return unique(chosen.map(({ query }) => query)).map((query) => {
    const of = (name) => chosen.filter((sample) => sample.query === query && sample.configuration === name);
    const figures = Object.fromEntries(names.map((name) => [name, figure(of(name))]));
    const base = figures.stock?.cpuMs;
    for (const one of Object.values(figures)) one.ratio = base && one.cpuMs ? one.cpuMs / base : undefined;
    return { query, figures };
  });
}

function figure(samples) {
  const failures = samples.filter(({ failure }) => failure);
  if (failures.length > 0) return { failure: failures[0].failure };
  const cpu = samples.map(({ cpuMs }) => cpuMs);
  const cpuMs = median(cpu);
  return {
    cpuMs,
    wallMs: median(samples.map(({ wallMs }) => wallMs)),
    spread: (Math.max(...cpu) - Math.min(...cpu)) / cpuMs,
    tempMiB: median(samples.map(({ tempMiB }) => tempMiB)),
    peakMiB: Math.max(...samples.map(({ peakMiB }) => peakMiB)),
    runs: cpu.length,
  };
}

/** By configuration: geometric mean of the ratios, the worst ratio and its query, the sum of CPU time. */
export function complexSummary(rows) {
  const names = Object.keys(rows[0].figures);
  return Object.fromEntries(
    names.map((name) => {
      const done = rows.filter(({ figures }) => figures[name].ratio);
      const worst = done.toSorted((one, other) => other.figures[name].ratio - one.figures[name].ratio)[0];
      return [
        name,
        {
          mean: geometricMean(done.map(({ figures }) => figures[name].ratio)),
          worst: worst?.figures[name].ratio,
          worstQuery: worst?.query,
          sumMs: done.reduce((sum, { figures }) => sum + figures[name].cpuMs, 0),
          failures: rows.length - done.length,
        },
      ];
    }),
  );
}

/** Headings and cells: CPU milliseconds of stock, and of the others with their ratio. */
export function complexTable(rows) {
  const names = Object.keys(rows[0].figures);
  const summary = complexSummary(rows);
  const cell = ({ cpuMs, ratio, failure }, name) =>
    failure ? "failed" : name === "stock" || !ratio ? Math.round(cpuMs) : `${Math.round(cpuMs)} (${ratio.toFixed(2)})`;
  return {
    headings: ["query", ...names, "spread"],
    rows: [
      ...rows.map(({ query, figures }) => [
        query,
        ...names.map((name) => cell(figures[name], name)),
        `${Math.round(100 * Math.max(...names.map((name) => figures[name].spread ?? 0)))} %`,
      ]),
      ["together", ...names.map((name) => Math.round(summary[name].sumMs)), ""],
      ["geometric mean of the ratios", ...names.map((name) => summary[name].mean.toFixed(2)), ""],
      ["worst ratio", ...names.map((name) => summary[name].worst?.toFixed(2) ?? "-"), ""],
    ],
  };
}
