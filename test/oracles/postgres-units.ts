/** Units of pg_settings and of the command line, as multiples of a kB or a millisecond. */
const factors: Record<string, number> = {
  B: 1 / 1024,
  kB: 1,
  "8kB": 8,
  MB: 1024,
  "16MB": 16_384,
  GB: 1024 * 1024,
  TB: 1024 * 1024 * 1024,
  ms: 1,
  s: 1000,
  min: 60_000,
};

/** A value in its smallest unit; a text where it is no number. */
function amount(value: string, unit: string): number | string {
  const [, digits, own] = /^(-?\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(value) ?? [];
  if (digits === undefined) return value;
  return Number(digits) * (factors[own || unit] ?? 1);
}

/** The settings that the server does not have as they were asked for, "name=value": each with what it has instead. `rows`: name, setting, unit, source of pg_settings. */
export function asAsked(asked: readonly string[], rows: readonly (readonly (string | null)[])[]): string[] {
  const known = new Map(rows.map(([name, ...rest]) => [name, rest]));
  return asked.flatMap((setting) => {
    const [name = "", value = ""] = setting.split(/=(.*)/s);
    const found = known.get(name);
    if (found === undefined) return [`${setting}: not known`];
    const [has, unit, source] = found;
    const same = amount(value, unit ?? "") === amount(has ?? "", unit ?? "");
    return same && source === "command line" ? [] : [`${setting}: is ${has} ${unit ?? ""} from ${source}`];
  });
}
