/** What a setting can be set to, as its engine reads it. */
export type SettingValue = string | number | boolean;

/**
 * One derived setting as data, so that every default can be explained, documented and tested from the same place.
 * `Limits` is what the value is derived from.
 */
export interface Setting<Limits> {
  /** The engine's own name for it: `shared_buffers`, `--max-old-space-size`, `EXECUTIONS_TIMEOUT`. */
  name: string;
  /** The unit the value is given in, where it has one. */
  unit?: string;
  /** The value for these limits; undefined leaves the engine's own default. */
  value: (limits: Limits) => SettingValue | undefined;
  /** Why this value: one sentence a user can read. */
  reason: string;
  /** What can be opened or run to check the reason. */
  source: string;
}

/** A setting whose value has been derived, or was given by the user. */
export interface SettledSetting {
  name: string;
  value: SettingValue;
  unit?: string;
  reason: string;
  source: string;
  /** True where the user gave the value. */
  overridden: boolean;
}

/** Derives every value. What the user gave wins; what he gave beyond the list comes last. */
export function settle<Limits>(
  settings: readonly Setting<Limits>[],
  limits: Limits,
  overrides: Record<string, SettingValue> = {},
): SettledSetting[] {
  const known = settings.flatMap(({ value, ...setting }): SettledSetting[] => {
    const given = overrides[setting.name];
    const settled = given ?? value(limits);
    return settled === undefined ? [] : [{ ...setting, value: settled, overridden: given !== undefined }];
  });
  const names = new Set(settings.map(({ name }) => name));
  const added = Object.entries(overrides).filter(([name]) => !names.has(name));
  return [
    ...known,
    ...added.map(([name, value]) => ({
      name,
      value,
      reason: "given by the user",
      source: "arguments",
      overridden: true,
    })),
  ];
}

/** The settled value of one setting. */
export function valueOf(settings: readonly SettledSetting[], name: string): SettingValue | undefined {
  return settings.find((setting) => setting.name === name)?.value;
}
