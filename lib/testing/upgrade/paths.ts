import { isList, isRecord } from "../match/values";

/** A step of a path: a key, an index, or `*` for each. */
type Step = string | number;

/** Reads a path as Pulumi's options have them: `labels[0].value`, `driverOpts["a.b"]`, `*`. */
export const parsePath = (path: string): Step[] =>
  [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[(\*)\]|([^.[\]]+)/g)].map(([, quoted, index, every, key]) =>
    index === undefined ? (quoted?.replace(/\\(.)/g, "$1") ?? every ?? key ?? "") : Number(index),
  );

/** Whether what one path means lies in the other, or the other way round. */
export function overlap(one: readonly Step[], other: readonly Step[]): boolean {
  const shorter = one.length < other.length ? one : other;
  return shorter.every((_, index) => one[index] === "*" || other[index] === "*" || one[index] === other[index]);
}

/**
 * The value as it would be with the old one's at this path: what `ignoreChanges` does before the provider is asked. A key
 * that is missing on one side is added or removed; the length of a list stays.
 */
export function reset(before: unknown, after: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined) return before;
  if (isList(after) && isList(before)) {
    return after.map((item, index) =>
      (step === "*" || step === index) && index < before.length ? reset(before[index], item, rest) : item,
    );
  }
  if (!isRecord(after) || !isRecord(before)) return after;
  const keys = step === "*" ? new Set([...Object.keys(before), ...Object.keys(after)]) : [String(step)];
  const result: Record<string, unknown> = { ...after };
  for (const key of keys) {
    if (key in before && (key in after || rest.length === 0)) result[key] = reset(before[key], after[key], rest);
    else if (rest.length === 0) Reflect.deleteProperty(result, key);
  }
  return result;
}
