/** A's, B's, B's, A's: what drifts on the machine meets all configurations alike. */
export const inTurns = (configurations, rounds) =>
  Array.from({ length: rounds }, () => [...configurations, ...configurations.toReversed()]).flat();
