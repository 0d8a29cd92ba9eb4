const milliseconds: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a duration as milliseconds: `"500ms"`, `"30s"`, `"1m30s"`, `"2h"`. Undefined when the text is none of these. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(trimmed)) return undefined;
  const parts = trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  const sum = [...parts].reduce(
    (before, [, count, unit]) => before + Number(count) * (milliseconds[unit ?? ""] ?? 0),
    0,
  );
  // 1.005 s are 1004.9999999999999 ms in binary fractions; beyond nanoseconds no digit means anything.
  return Math.round(sum * 1e6) / 1e6;
}

/** Writes milliseconds as a person would: the largest unit that gives a whole number. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
