import { unknown } from "../test-resource";
import { arrayWith } from "./array-with";
import { Capture } from "./capture";
import { compare, weigh } from "./compare";
import { Matcher, type Place } from "./matcher";
import { differs, isMatch, isUndecided, matched, together, undecided } from "./outcome";
import { isSecret, secretsWithin } from "./path";
import { show } from "./show";

/**
 * What stands in a pattern in place of a value. Around it, and within each matcher, literals follow one rule at any depth:
 * an object asks for what it names and may hold more, a list is the whole list in its order. A value that a preview does
 * not know matches `anyValue`, `secret` and `unknown` only.
 */
export const Match = {
  /** This value and nothing more, at any depth. Matchers may stand within it. */
  exact: (value: unknown): Matcher =>
    new Matcher(`exactly ${show(value)}`, (place) => compare(value, place, true), weigh(value)),

  /** An object that holds these, at any depth, and may hold more. The same as the literal, said aloud. */
  objectLike: (pattern: Readonly<Record<string, unknown>>): Matcher =>
    new Matcher(show(pattern), (place) => compare(pattern, place), weigh(pattern)),

  /** A list that holds an element for each of these, in any order, and may hold more. No element serves two. */
  arrayWith: (items: readonly unknown[]): Matcher => arrayWith(items),

  /** Nothing is there. `null` counts as nothing, as it does for a provider. */
  absent: (): Matcher =>
    new Matcher("nothing", (place) => {
      if (place.value === unknown) return undecided(place, "nothing");
      return place.value == null ? matched : differs(place, "nothing");
    }),

  /** Something is there, even if a preview does not know what. */
  anyValue: (): Matcher =>
    new Matcher("any value", (place) => (place.value == null ? differs(place, "any value") : matched)),

  /** Something is there that does not match. A missing value does not pass: a user that is not set is root. */
  not: (pattern: unknown): Matcher => not(pattern),

  /** A text in which the expression is found; `^` and `$` hold it at the ends. */
  stringLikeRegexp: (pattern: string | RegExp): Matcher => stringLikeRegexp(pattern),

  /** Remembers the value, of resources that match as a whole. `T` is your word for what it is: nothing checks it. */
  capture: <T = unknown>(pattern?: unknown): Capture<T> => new Capture<T>(pattern),

  /** A value that is secret in the program, by itself or as part of a secret, and matches. */
  secret: (pattern?: unknown): Matcher => secret(pattern),

  /** A value that only the update will know. */
  unknown: (): Matcher => {
    const says = "a value that only an update knows";
    return new Matcher(says, (place) => (place.value === unknown ? matched : differs(place, says)));
  },
} as const;

function not(pattern: unknown): Matcher {
  const says = `not ${show(pattern)}`;
  return new Matcher(says, (place) => {
    const outcome = compare(pattern, place);
    if (isMatch(outcome) || place.value == null) return differs(place, says);
    if (!isUndecided(outcome)) return matched;
    return { ...outcome, differences: outcome.differences.map((one) => ({ ...one, expected: says })) };
  });
}

function stringLikeRegexp(pattern: string | RegExp): Matcher {
  const given = new RegExp(pattern);
  // With `g` or `y` an expression remembers where it stopped, and the next text would be searched from there.
  const expression = new RegExp(given.source, given.flags.replace(/[gy]/g, ""));
  const says = `a text like ${expression.toString()}`;
  return new Matcher(says, (place) => {
    if (place.value === unknown) return undecided(place, says);
    return typeof place.value === "string" && expression.test(place.value) ? matched : differs(place, says);
  });
}

function secret(pattern: unknown): Matcher {
  const any = pattern === undefined;
  const says = any ? "a secret" : `a secret, ${show(pattern)}`;
  const weight = any ? 1 : 1 + weigh(pattern);
  return new Matcher(
    says,
    (place) => {
      if (place.value == null) return differs(place, says, weight);
      const closed = isSecret(place.path, place.secrets) ? matched : differs(place, "a secret", 1, plainly(place));
      // What should be secret is not printed either.
      const hidden = { ...place, secrets: [...place.secrets, place.path] };
      return any ? closed : together([closed, compare(pattern, hidden)]);
    },
    weight,
  );
}

/** Which parts of it are secret, where the whole is not. */
function plainly({ path, secrets }: Place): string {
  const within = secretsWithin(path, secrets);
  return within.length === 0 ? "a value that is not secret" : `a value of which only ${within.join(", ")} is secret`;
}
