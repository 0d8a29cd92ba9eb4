import { isDeepStrictEqual } from "node:util";
import { unknown } from "../test-resource";
import { compare, weigh } from "./compare";
import { Matcher } from "./matcher";
import { differs, isMatch, undecided } from "./outcome";
import { show } from "./show";

/** Remembers the values at its place in the resources that matched as a whole. `T` is the caller's word: nothing checks it. */
export class Capture<T = unknown> extends Matcher {
  readonly #values: T[] = [];

  /** `pattern`: what the value must match; without one, whatever is there. */
  constructor(...pattern: readonly [pattern?: unknown]) {
    const [inner] = pattern;
    const any = inner === undefined;
    const says = any ? "a value to capture" : show(inner);
    super(
      says,
      (place) => {
        if (any && place.value === unknown) return undecided(place, says);
        if (any && place.value == null) return differs(place, says);
        const outcome = any ? undefined : compare(inner, place);
        if (outcome !== undefined && !isMatch(outcome)) return outcome;
        const keep = (): unknown => this.#values.push(place.value as T);
        return { differences: [], undecided: 0, cost: 0, keep: [...(outcome?.keep ?? []), keep] };
      },
      any ? 1 : weigh(inner),
    );
  }

  /** All that was captured, in the order of the resources. */
  get values(): readonly T[] {
    return this.#values;
  }

  /** The one value that was captured. Throws when there is none, or when there are several that differ. */
  get value(): T {
    const [first, ...others] = this.#values;
    if (this.#values.length === 0)
      throw new Error(
        "Nothing was captured. Match.capture() holds a value once an assertion with it has passed: read it after that.",
      );
    if (!others.every((other) => isDeepStrictEqual(other, first)))
      throw new Error(
        `${this.#values.length} values were captured, and they differ. Read .values, or ask for one resource by its name.`,
      );
    return first as T;
  }
}
