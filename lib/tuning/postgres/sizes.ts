import type { SettingValue } from "../setting";

const kibOf: Record<string, number> = { B: 1 / 1024, kB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 };

/**
 * Reads a size as the server does, in MiB: "64MB", "1.5GB", or a plain number in the setting's base unit. -1 keeps its
 * meaning, which is the setting's own. Undefined when the server would not understand it, such as "64mb".
 */
export function sizeMiB(value: SettingValue, baseKiB: number): number | undefined {
  const [, digits, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(String(value)) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits);
  if (amount < 0) return amount === -1 && unit === "" ? -1 : undefined;
  const kib = unit === "" ? baseKiB : kibOf[unit ?? ""];
  return kib === undefined ? undefined : (amount * kib) / 1024;
}

/** Reads a plain number: a count, or a factor. */
export function plainNumber(value: SettingValue): number | undefined {
  const text = String(value).trim();
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The server's own spellings of no: any beginning of these words that is clear. */
export const isOff = (value: SettingValue | undefined): boolean =>
  /^(?:of|off|f|fa|fal|fals|false|n|no|0)$/i.test(String(value).trim());
