/** What one of several asks of something that can be divided: whole units, such as MiB. */
export interface Claim {
  name: string;
  minimum: number;
  maximum: number;
  /** Its part of what is there, against the others'. */
  weight: number;
}

/**
 * Weighted max-min fairness: everybody gets `weight x level` within his bounds, at the highest level that the whole
 * allows. Nobody gets less than his minimum (the minima fit, or the caller has refused), nobody more than his maximum.
 * Whole units; the last ones go to those whose turn it is first, by level and then by name, so that more of the whole
 * never gives anybody less, and the order of the claims means nothing. (The shares of YARN's fair scheduler.)
 */
export function shareOut(whole: number, claims: readonly Claim[]): Map<string, number> {
  const level = highestLevel(whole, claims);
  const shares = new Map(claims.map((claim) => [claim.name, at(level, claim)]));
  let left = whole - sum(shares.values());
  const turns = claims
    .filter((claim) => at(level, claim) < claim.maximum)
    .map((claim) => ({ name: claim.name, next: (at(level, claim) + 1) / claim.weight }))
    .toSorted((one, other) => one.next - other.next || (one.name < other.name ? -1 : 1));
  for (const { name } of turns) {
    if (left < 1) break;
    shares.set(name, (shares.get(name) ?? 0) + 1);
    left--;
  }
  return shares;
}

const at = (level: number, { minimum, maximum, weight }: Claim): number =>
  Math.min(maximum, Math.max(minimum, Math.floor(weight * level)));

/** By bisection: what all get together grows with the level. */
function highestLevel(whole: number, claims: readonly Claim[]): number {
  const given = (level: number): number => claims.reduce((all, claim) => all + at(level, claim), 0);
  let low = 0;
  let high = Math.max(1, ...claims.map(({ maximum, weight }) => (maximum + 1) / weight));
  if (given(high) <= whole) return high;
  // Doubles have 52 bits: after so many halvings the two are neighbours.
  for (let step = 0; step < 64; step++) {
    const middle = (low + high) / 2;
    if (given(middle) <= whole) low = middle;
    else high = middle;
  }
  return low;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
