import {
  memorySettings,
  ownedSettings,
  postgresSettings,
  readMemoryValue,
  sizeMiB,
  type PostgresFeatures,
} from "../tuning/postgres";
import type { Checks } from "./checks";

/** Settings whose value names something that not every server is built with. */
const needs: Record<string, Record<string, keyof PostgresFeatures>> = {
  wal_compression: { lz4: "lz4", zstd: "zstd" },
  default_toast_compression: { lz4: "lz4" },
  io_method: { io_uring: "liburing" },
};

const beside = new Set(postgresSettings.filter(({ place = "engine" }) => place !== "engine").map(({ name }) => name));

const sizes = new Set(["max_wal_size", "min_wal_size", "wal_keep_size"]);

/** The user's own settings: those that a server can be given. What it makes of their values, it says itself when it starts. */
export function checkSettings(
  checks: Checks,
  given: Readonly<Record<string, string>>,
  features: PostgresFeatures,
): Record<string, string> {
  const entries = Object.entries(given).filter(
    ([name, value]) => checkName(checks, name) && checkValue(checks, name, value, features),
  );
  return Object.fromEntries(entries);
}

/** A cache of its own beside the kernel's, under one limit: what one gets, the other lacks. */
export function warnOfBuffers(checks: Checks, given: Readonly<Record<string, string>>, memoryMiB: number): void {
  const value = given["shared_buffers"];
  const most = Math.floor(memoryMiB * 0.4);
  if (value === undefined || (readMemoryValue("shared_buffers", value) ?? 0) <= most) return;
  checks.warn(
    "settings.shared_buffers",
    `"${value}" is more than 40 % of the memory, which seldom helps and leaves less for the page cache`,
    `leave it out, or write at most ${most}MB`,
  );
}

function checkName(checks: Checks, name: string): boolean {
  const path = `settings.${name}`;
  const plain = name.toLowerCase().replaceAll("-", "_");
  const owned = ownedSettings[name];
  if (beside.has(name)) checks.add(path, "is no setting of the server", "use the component's own argument for it");
  else if (name === "") checks.add("settings", "a setting has no name", "write the server's own name for it");
  // The server takes names in any case and hyphens for underscores: two spellings of one setting would both be set.
  else if (!/^[a-z_][a-z0-9_$]*(?:\.[a-z_][a-z0-9_$]*)?$/.test(name))
    checks.add(path, "is not spelt as the server's manual does", `write "${suggested(plain)}"`);
  else if (owned !== undefined) checks.add(path, `belongs to the component: ${owned}`, "leave it out");
  else return true;
  return false;
}

const suggested = (plain: string): string => (/^[a-z_][a-z0-9_$.]*$/.test(plain) ? plain : "work_mem");

function checkValue(checks: Checks, name: string, value: unknown, features: PostgresFeatures): boolean {
  const path = `settings.${name}`;
  const before = checks.faults.length;
  if (typeof value !== "string") {
    checks.add(path, "is not a text", `write the value in quotes, such as "${String(value)}"`);
    return false;
  }
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f]/.test(value))
    checks.add(path, "holds a line break or another control character", "write it in one line");
  else if (sizes.has(name) ? sizeMiB(value, 1024) === undefined : unreadable(name, value))
    checks.add(
      path,
      `"${value}" is not understood by the server`,
      `write a number with a unit it knows: ${unitsOf(name)}`,
    );
  const feature = needs[name]?.[value.trim().toLowerCase()];
  if (feature !== undefined && !features[feature])
    checks.add(
      path,
      `"${value}" needs a server built with ${feature}, and this image's is not: it would not start`,
      `leave it out, or write features: { ${feature}: true } if it is`,
    );
  return checks.faults.length === before;
}

const unreadable = (name: string, value: string): boolean =>
  memorySettings.includes(name) && readMemoryValue(name, value) === undefined;

const unitsOf = (name: string): string =>
  /max_|workers|multiplier/.test(name) && !name.endsWith("_size") ? 'none, such as "8"' : '"64kB", "64MB", "1GB"';
