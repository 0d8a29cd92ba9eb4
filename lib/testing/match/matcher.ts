/** One thing that is not as it should be, in words: secrets hidden, long values shortened. */
export interface Difference {
  /** Where, such as `envs[0]` or `healthcheck.interval`; empty for all properties together. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** A value, and where it stands. */
export interface Place {
  readonly path: string;
  /** Undefined also where there is nothing. */
  readonly value: unknown;
  /** Paths of all values that are secret. */
  readonly secrets: readonly string[];
}

/** What a comparison found. Without differences the value matches. */
export interface Outcome {
  readonly differences: readonly Difference[];
  /** How many of the differences say nothing of the value: a preview does not know it, or the pattern can't be compared. */
  readonly undecided: number;
  /** How far the value is from matching: what is missing altogether counts with all that was expected of it. */
  readonly cost: number;
  /** What captures still have to do, once the resource has matched as a whole. */
  readonly keep: readonly (() => void)[];
}

/** What stands in a pattern in place of a value. */
export class Matcher {
  constructor(
    /** What it expects, as a message says it. */
    readonly says: string,
    readonly compare: (place: Place) => Outcome,
    /** How many single values it stands for. */
    readonly weight = 1,
  ) {}
}
