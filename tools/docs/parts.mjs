// What stands between the markers: tables and lines from the library's own data.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";
import { code, table } from "./table.mjs";
import {
  describeFault,
  describeFaults,
  formatDuration,
  formatMemory,
  hardening,
  inputWords,
  subjects,
  healthOnEngine,
} from "./subjects.mjs";

function subjectOf(component) {
  const subject = subjects[component];
  if (subject) return subject;
  throw new Advice(`there is no component "${component}"`, `write one of ${Object.keys(subjects).join(", ")}`);
}

/** The settings and limits of a component whose arguments were left out. */
function atDefaults(component) {
  const { name, args, validate } = subjectOf(component);
  const { checked, faults } = validate(name, args);
  if (faults.length > 0)
    throw new Advice(`${component} refuses its own defaults: ${faults.map(describeFault).join("; ")}`);
  return checked;
}

/** Setting, value, what it follows from, reason, source. Settings that say the same thing share a row. */
export function settingsTable(component) {
  const groups = new Map();
  for (const { name, place, value, unit, from, reason, source } of atDefaults(component).settings) {
    const said = code(unit ? `${value} ${unit}` : value);
    const key = JSON.stringify([place, said, from, reason, source]);
    groups.set(key, {
      names: [...(groups.get(key)?.names ?? []), place === "engine" ? code(name) : `${code(name)} (${place})`],
      said,
      from: from.map(inputWords).join(", ") || "always",
      reason,
      source,
    });
  }
  const rows = [...groups.values()].map(({ names, said, from, reason, source }) => [
    names.join(", "),
    said,
    from,
    reason,
    source,
  ]);
  return table(["setting", "value", "follows from", "reason", "source"], rows);
}

/** The container's limits, health check, file systems and stop, as the engine is told them. */
export function containerLines(component) {
  const subject = subjectOf(component);
  const spec = subject.spec(subject.name, atDefaults(component));
  const { limits, health, stop, scratch, volumes, user } = spec;
  const { readOnly, capabilities, securityOpts } = hardening(spec);
  const memory = scratch.map(({ path, sizeMiB }) => `${code(path)} (${formatMemory(sizeMiB)})`).join(", ");
  const kept = volumes
    .map(({ purpose, path }) => `; the volume ${code(purpose)} at ${code(path)} outlives the stack`)
    .join("");
  const lines = [
    `**Limits**: memory ${formatMemory(limits.memoryMiB)} without swap, ${formatMemory(limits.memoryReservationMiB)} of it reserved; ` +
      `${limits.cpus} CPU, ${limits.cpusReserved} reserved; ${limits.pids} processes, from its first health on; ${formatMemory(limits.shmMiB)} of shared memory.`,
    `**Health**: ${code(probe(health.command))} every ${formatDuration(health.intervalMs)}, ${formatDuration(health.timeoutMs)} each, ` +
      `${health.retries} failures in a row; those of the first ${formatDuration(health.startPeriodMs)} don't count. ` +
      `\`pulumi up\` waits for it, ${healthOnEngine(health, 44).waitTimeout} s at most.`,
    `**Rights**: user ${code(user)}, ${readOnly ? "read-only root" : "writable root"}, capabilities dropped: ${capabilities.drops.join(", ")}, ${securityOpts.join(", ")}.`,
    `**Writes to** ${memory} in memory${kept}.`,
    `**Stop**: ${stop.signal}, then ${formatDuration(stop.graceMs)} to finish.`,
  ];
  return lines.map((line) => `- ${line}`).join("\n");
}

/** A probe that is a whole script is only named. */
const scripts = { "-e": "http.get(…)", "-c": "socket…" };
const probe = (command) => {
  const at = command.findIndex((word) => Object.hasOwn(scripts, word));
  if (at === -1) return command.join(" ");
  return `${at === 1 || command[0] !== "node" ? command.slice(0, at).join(" ") : command[0]} ${command[at]} "${scripts[command[at]]}"`;
};

/** What is written, and what the validator answers: run, not copied. */
export function refusalsTable(component) {
  const { name, args, validate, refusals } = subjectOf(component);
  const rows = refusals.map((refusal) => {
    const { faults } = validate(refusal.name ?? name, { ...args, ...refusal.args });
    if (faults.length === 0)
      throw new Advice(
        `${component} does not refuse ${written(refusal)}`,
        "take the row out of tools/docs/subjects.mjs",
      );
    return [code(written(refusal)), faults.map(describeFault).join("<br>").replaceAll(process.cwd(), "/srv/shop")];
  });
  return table(["written", "answer"], rows);
}

/** The report of several mistakes at once, as it is printed. */
export function faultsReport(component) {
  const { name, args, validate, several } = subjectOf(component);
  return ["```", describeFaults(component, name, validate(name, { ...args, ...several }).faults), "```"].join("\n");
}

/** The mistake as a program has it; `undefined` is an argument that was left out. */
function written(refusal) {
  if (refusal.written) return refusal.written;
  if (refusal.name) return `"${refusal.name}"`;
  const given = Object.entries(refusal.args).filter(([, value]) => value !== undefined);
  if (given.length === 0) return `no ${Object.keys(refusal.args).join(", ")}`;
  return given.map(([key, value]) => `${key}: ${literal(value)}`).join(", ");
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([key]) => key !== "password");
  if (entries.length === 0) return "{ ... }";
  return `{ ${entries.map(([key, inner]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${literal(inner)}`).join(", ")} }`;
}

/** A component's own arguments, from their doc comments: meaning, default and its reason. */
export function argumentsTable(component) {
  const text = readFileSync(join(root, "lib", "components", `${subjectOf(component).file}.ts`), "utf8");
  const body = new RegExp(`interface ${component}Args[^{]*\\{\\n([\\s\\S]*?)^\\}`, "m").exec(text)?.[1] ?? "";
  const found = [...body.matchAll(/\/\*\* (.*?)(?: @default (.*?))? \*\/\s+(\w+)\??:/g)];
  return table(
    ["argument", "meaning", "default, and why"],
    found.map(([, meaning, standard, name]) => [code(name), meaning, standard ?? "required"]),
  );
}
