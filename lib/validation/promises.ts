import { rules } from "../plan/rules";
import type { BrokenPromise } from "../tuning/setting";
import type { Checks } from "./checks";

/**
 * A value that breaks what the component promises is refused, unless its user acknowledged that very promise.
 * `promises`: the names there are, with what each says.
 */
export function checkPromises(
  checks: Checks,
  acknowledged: readonly string[] = [],
  broken: readonly BrokenPromise[],
  promises: Readonly<Record<string, string>>,
): void {
  for (const name of acknowledged) {
    const known = [...Object.keys(promises), ...rules.map((rule) => rule.name)];
    if (known.includes(name)) continue;
    checks.add(
      "acknowledge",
      `"${name}" is neither a promise of this component nor a rule`,
      `leave it out; there are: ${known.join(", ")}`,
    );
  }
  for (const { promise, path, problem, remedy } of broken) {
    if (!acknowledged.includes(promise)) checks.add(path, problem, `${remedy}, or write acknowledge: ["${promise}"]`);
  }
}
