import type { NodeMajor } from "../tuning/node";
import { nodeMajors } from "../tuning/node";
import { nodeFlagsWithValue, nodeOptionFlags } from "../tuning/node-flags";
import type { SettingValue } from "../tuning/setting";
import type { Checks } from "./checks";
import { nearestName } from "./nearest";

/** What people write for what: flags that V8 knows and NODE_OPTIONS refuses, and what leads there. */
const insteadOf: Record<string, string> = {
  "--optimize-for-size": 'write profile: "memory"',
  "--lite-mode": 'write profile: "memory"',
  "--gc-interval": 'write profile: "memory" for a smaller heap',
  "--always-compact": 'write profile: "memory" for a smaller heap',
  "--min-semi-space-size": "write --max-semi-space-size",
  "--semi-space-growth-factor": "write --max-semi-space-size",
  "--initial-old-space-size": "leave it out: the heap grows as it is used",
  "--single-threaded": "write --v8-pool-size=1",
};

/** Flags that bound the heap by other words; they win over the derived one in any order. */
const heapFlags = ["--max-old-space-size", "--max-old-space-size-percentage", "--max-heap-size"];

/** What works and costs something that nobody sees. */
const costs: Record<string, [problem: string, remedy: string]> = {
  "--expose-gc": [
    "changes the key of the compile cache, and a heap collected by hand is no smaller for long",
    "leave it out; --heapsnapshot-signal=SIGUSR2 shows what fills the heap",
  ],
  "--jitless": ["makes JavaScript several times slower", 'leave it out; profile: "memory" saves memory'],
  "--inspect": ["opens a debugger to whoever is in the container", "leave it out in production"],
  "--inspect-brk": ["waits for a debugger before the first line, so that it never gets healthy", "leave it out"],
  "--inspect-wait": ["waits for a debugger before the first line, so that it never gets healthy", "leave it out"],
};

/**
 * Reads flags for NODE_OPTIONS: by name, `true` for those without a value. A flag that this major does not take there would end
 * the process before its first line, again and again.
 */
export function checkNodeFlags(
  checks: Checks,
  path: string,
  flags: readonly string[],
  major: NodeMajor,
): Record<string, SettingValue> {
  const known = nodeOptionFlags(major);
  const read: Record<string, SettingValue> = {};
  flags.forEach((flag, index) => {
    const where = `${path}[${index}]`;
    const [, name = "", value] = /^(--?[A-Za-z0-9_.-]+)(?:=(\S+))?$/.exec(flag) ?? [];
    const spelt = name.startsWith("--") ? name.replaceAll("_", "-") : name;
    if (name === "" || /["'\\]/.test(value ?? "")) {
      const form = 'write one as a text of its own without blanks and quotes, such as "--enable-source-maps"';
      checks.add(where, `"${flag}" is not a flag`, form);
    } else if (heapFlags.includes(spelt)) {
      checks.add(where, `"${name}" is what heap says`, "write heap, or leave both out");
    } else if (!known.has(spelt)) {
      const [problem, remedy] = refusal(spelt, major, known);
      checks.add(where, `"${name}" ${problem}`, remedy);
    } else if (value === undefined && nodeFlagsWithValue.has(spelt)) {
      checks.add(where, `"${name}" has no value`, `write it with one: "${spelt}=…"`);
    } else if (spelt === "--max-semi-space-size" && !/^[1-9]\d{0,3}$/.test(value ?? "")) {
      checks.add(where, `"${flag}" is not a number of MiB`, 'write one such as "--max-semi-space-size=32"');
    } else {
      const cost = costs[spelt];
      if (cost !== undefined) checks.warn(where, `"${name}" ${cost[0]}`, cost[1]);
      // A flag that may stand several times, such as --import, keeps its value in its name from the second time on.
      const number = value !== undefined && /^\d+$/.test(value) ? Number(value) : (value ?? true);
      if (spelt in read) read[`${spelt}=${value}`] = true;
      else read[spelt] = number;
    }
  });
  return read;
}

function refusal(name: string, major: NodeMajor, known: ReadonlySet<string>): [problem: string, remedy: string] {
  const others = nodeMajors.filter((other) => nodeOptionFlags(other).has(name));
  if (others.length > 0) {
    return [`is not taken in NODE_OPTIONS by Node ${major}`, `leave it out; it is by Node ${others.join(" and ")}`];
  }
  const problem = "is not taken in NODE_OPTIONS and would end the process before its first line";
  const nearest = nearestName(name, known);
  const otherwise =
    nearest === undefined ? "leave it out, or put it into the image's command" : `did you mean "${nearest}"?`;
  return [problem, insteadOf[name] ?? otherwise];
}
