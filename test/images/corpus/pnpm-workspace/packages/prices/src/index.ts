import ms from "ms";

/** For as many pieces, and how long the price holds. */
export const priceOf = (pieces: number): string => `${pieces * 5} EUR for ${ms(86_400_000, { long: true })}`;
