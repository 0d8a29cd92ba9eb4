import { unknown } from "../test-resource";
import { nearestName } from "../../validation/nearest";
import { Matcher, type Outcome, type Place } from "./matcher";
import { differs, matched, open, together, undecided } from "./outcome";
import { isSecret, partPath } from "./path";
import { show, showApart } from "./show";
import { trapIn } from "./traps";
import { foreign, isList, isRecord, own } from "./values";

/**
 * Holds a value against a pattern. One rule for literals at any depth: an object asks for what it names, a list is the
 * whole list in its order. `whole`: objects may hold no more than what is named either.
 */
export function compare(pattern: unknown, place: Place, whole = false): Outcome {
  if (pattern instanceof Matcher) return pattern.compare(place);
  const trap = trapIn(pattern);
  if (trap !== undefined) return open(place, "a value or a matcher in the pattern", 1, trap);
  if (place.value === unknown) return pattern === unknown ? matched : undecided(place, show(pattern), weigh(pattern));
  if (isList(pattern)) return compareList(pattern, place, whole);
  if (isRecord(pattern)) return compareRecord(pattern, place, whole);
  if (Object.is(pattern, place.value) || pattern === place.value) return matched;
  return differentValues(pattern, place);
}

/** How many single values a pattern stands for. */
export function weigh(pattern: unknown): number {
  if (pattern instanceof Matcher) return pattern.weight;
  if (foreign(pattern) !== undefined || (!isList(pattern) && !isRecord(pattern))) return 1;
  return Math.max(
    1,
    Object.values(pattern).reduce((sum: number, part: unknown) => sum + weigh(part), 0),
  );
}

export const part = (place: Place, key: string | number, value: unknown): Place => ({
  path: partPath(place.path, key),
  value,
  secrets: place.secrets,
});

function compareRecord(pattern: Readonly<Record<string, unknown>>, place: Place, whole: boolean): Outcome {
  const { value } = place;
  if (!isRecord(value)) return differs(place, show(pattern), weigh(pattern));
  const keys = new Set([...Object.keys(pattern), ...(whole ? Object.keys(value) : [])]);
  return together(
    [...keys].map((key) =>
      withNearest(compare(own(pattern, key), part(place, key, own(value, key)), whole), key, pattern, value),
    ),
  );
}

/** A key that is not there may be misspelt. */
function withNearest(
  outcome: Outcome,
  key: string,
  pattern: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
): Outcome {
  const [first, ...others] = outcome.differences;
  if (first === undefined || others.length > 0 || key in value) return outcome;
  const near = nearestName(
    key,
    Object.keys(value).filter((other) => !(other in pattern)),
  );
  if (near === undefined) return outcome;
  return { ...outcome, differences: [{ ...first, actual: `${first.actual} (there is "${near}")` }] };
}

function compareList(pattern: readonly unknown[], place: Place, whole: boolean): Outcome {
  const { value } = place;
  if (!isList(value)) return differs(place, show(pattern), weigh(pattern));
  const longer = pattern.length > value.length ? pattern : value;
  return together(Array.from(longer, (_, index) => compare(pattern[index], part(place, index, value[index]), whole)));
}

function differentValues(pattern: unknown, place: Place): Outcome {
  const { path, secrets, value } = place;
  if (typeof pattern !== "string" || typeof value !== "string" || isSecret(path, secrets))
    return differs(place, show(pattern));
  const [expected, actual] = showApart(pattern, value);
  return differs(place, expected, 1, actual);
}
