import { formatDuration, parseDuration } from "../units/duration";
import { formatMemory, parseMemory } from "../units/memory";
import type { Fault } from "./fault";

/**
 * Collects faults while values are read. Each method returns the value that was understood, or a harmless one after
 * noting a fault, so that a validator runs to its end and reports everything.
 */
export class Checks {
  readonly faults: Fault[] = [];
  /** What works and should still be changed. */
  readonly warnings: Fault[] = [];

  add(path: string, problem: string, remedy: string): void {
    this.faults.push({ path, problem, remedy });
  }

  warn(path: string, problem: string, remedy: string): void {
    this.warnings.push({ path, problem, remedy });
  }

  /** Whether these arguments were understood. Values compared with a stand-in for one that was not give faults that aren't any. */
  understood(...paths: readonly string[]): boolean {
    return !this.faults.some(({ path }) => paths.includes(path));
  }

  /** A memory size in whole MiB, at least `minimum`. */
  memory(path: string, text: string, { minimum = 1, why }: { minimum?: number; why?: string } = {}): number {
    const mib = typeof text === "string" ? parseMemory(text) : undefined;
    const form = `write a size with its unit, such as "512MiB", "2GiB" or "512m"`;
    if (mib === undefined) this.add(path, `${quote(text)} is not a memory size`, form);
    else if (mib <= 0) this.add(path, `${quote(text)} is not more than zero`, form);
    else if (!Number.isInteger(mib))
      this.add(
        path,
        `${quote(text)} is not a whole number of MiB`,
        `write "${formatMemory(Math.max(minimum, Math.round(mib)))}"`,
      );
    else if (mib < minimum) {
      this.add(path, `${quote(text)} is less than ${why ?? "the minimum"}`, `write "${formatMemory(minimum)}" or more`);
    } else return mib;
    return minimum;
  }

  /** A duration in whole milliseconds, more than zero and at least `minimumMs`. */
  duration(path: string, text: string, { minimumMs = 1 }: { minimumMs?: number } = {}): number {
    const ms = typeof text === "string" ? parseDuration(text) : undefined;
    const form = `write a number with its unit, such as "30s", "1m30s" or "500ms"`;
    if (ms === undefined) this.add(path, `${quote(text)} is not a duration`, form);
    else if (ms <= 0) this.add(path, `${quote(text)} is not more than zero`, form);
    else if (!Number.isInteger(ms))
      this.add(path, `${quote(text)} is finer than a millisecond`, `write "${formatDuration(Math.ceil(ms))}"`);
    else if (ms < minimumMs) {
      const least = formatDuration(minimumMs);
      this.add(path, `${quote(text)} is less than ${least}`, `write "${least}" or more`);
    } else return ms;
    return Math.max(1000, minimumMs);
  }

  /** A number of CPUs: more than zero, at most two decimals (finer ones do not survive the engine). */
  cpus(path: string, cpus: number): number {
    const problem =
      typeof cpus !== "number" || !Number.isFinite(cpus) || cpus <= 0
        ? `${quote(cpus)} is not a number of CPUs`
        : Math.abs(Math.round(cpus * 100) - cpus * 100) > 1e-6
          ? `${cpus} has more than two decimals`
          : undefined;
    // 0.1 + 0.2 is meant as 0.3.
    if (problem === undefined) return Math.round(cpus * 100) / 100;
    this.add(path, problem, "write a number such as 0.5, 1 or 2");
    return 1;
  }

  /** A whole number within bounds. */
  wholeNumber(path: string, value: number, { minimum, maximum }: { minimum: number; maximum: number }): number {
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    this.add(
      path,
      `${quote(value)} is not a whole number from ${minimum} to ${maximum}`,
      `write one, such as ${minimum}`,
    );
    return minimum;
  }

  port(path: string, port: number): number {
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
    this.add(path, `${quote(port)} is not a port`, "write a whole number from 1 to 65535");
    return 1;
  }

  /** The name of a service: a container's name for the engine and a host name for its neighbours. */
  serviceName(name: string): void {
    if (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return;
    this.add(
      "name",
      `${quote(name)} can't be both a container's name and a host name on its network`,
      "use at most 40 lower-case letters, digits and hyphens, neither first nor last a hyphen",
    );
  }

  required(path: string, value: unknown, remedy: string): void {
    if (value === undefined || value === null || value === "") this.add(path, "is missing", remedy);
  }
}

/** A value as it stands in the program; what is not a plain value is only named. */
function quote(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "number" || value === null || value === undefined
    ? String(value)
    : typeof value === "object"
      ? "an object"
      : `a ${typeof value}`;
}
