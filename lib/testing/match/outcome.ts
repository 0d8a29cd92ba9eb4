import { isSecret } from "./path";
import type { Outcome, Place } from "./matcher";
import { show } from "./show";

export const matched: Outcome = { differences: [], undecided: 0, cost: 0, keep: [] };

/** What a message says of a value that no preview knows, with the remedy. */
const notKnown = "a value that a preview does not know; run without `preview`, or expect Match.unknown()";

export const isMatch = ({ differences }: Outcome): boolean => differences.length === 0;

/** Whether nothing is known that speaks against a match, nor enough that speaks for it. */
export const isUndecided = ({ differences, undecided }: Outcome): boolean =>
  undecided > 0 && undecided === differences.length;

export const differs = (place: Place, expected: string, weight = 1, actual = show(place.value, place)): Outcome => ({
  differences: [{ path: place.path, expected, actual }],
  undecided: 0,
  cost: weight,
  keep: [],
});

/** A difference that says nothing of the value: it is not known yet, or the pattern is none. */
export const open = (place: Place, expected: string, weight: number, actual: string): Outcome => ({
  ...differs(place, expected, weight, actual),
  undecided: 1,
});

export const undecided = (place: Place, expected: string, weight = 1): Outcome =>
  open(place, expected, weight, isSecret(place.path, place.secrets) ? `[secret], ${notKnown}` : notKnown);

export const together = (outcomes: readonly Outcome[]): Outcome => ({
  differences: outcomes.flatMap(({ differences }) => differences),
  undecided: outcomes.reduce((sum, one) => sum + one.undecided, 0),
  cost: outcomes.reduce((sum, { cost }) => sum + cost, 0),
  keep: outcomes.flatMap(({ keep }) => keep),
});
