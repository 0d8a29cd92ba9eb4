// Medians and spread: wall times of shared machines say little one by one.

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{ median, lowest, highest }`, rounded to two decimals. */
export function summary(values) {
  const round = (value) => Math.round(value * 100) / 100;
  return { median: round(median(values)), lowest: round(Math.min(...values)), highest: round(Math.max(...values)) };
}

export const show = ({ median: middle, lowest, highest }) =>
  `${middle.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
