/** What a setting can be set to, as its engine reads it. */
export type SettingValue = string | number | boolean;

/**
 * Where a setting is put. `engine`: the program's own configuration (a server's command line, nginx.conf, NODE_OPTIONS,
 * n8n's environment); `environment`: a variable beside it; `container`: a property of the container around it; `initdb`:
 * an argument for the making of a new database.
 */
export type Place = "engine" | "environment" | "container" | "initdb";

/**
 * One derived setting as data, so that every default can be explained, documented and tested from the same place.
 * `Limits` is what the value is derived from.
 */
export interface Setting<Limits> {
  /** The engine's own name for it: `shared_buffers`, `--max-old-space-size`, `EXECUTIONS_TIMEOUT`. */
  name: string;
  /** @default "engine", where most of them belong */
  place?: Place;
  /** The unit the value is given in, where it has one. */
  unit?: string;
  /** The inputs the value follows from; empty for a value that never moves. No other input changes it: a test varies each. */
  from: readonly (keyof Limits & string)[];
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
  place: Place;
  value: SettingValue;
  unit?: string;
  /** The inputs it was derived from, by name. */
  from: readonly string[];
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
  const known = settings.flatMap(({ value, place = "engine", ...setting }): SettledSetting[] => {
    const given = overrides[setting.name];
    const settled = given ?? value(limits);
    return settled === undefined ? [] : [{ ...setting, place, value: settled, overridden: given !== undefined }];
  });
  const names = new Set(settings.map(({ name }) => name));
  const added = Object.entries(overrides).filter(([name]) => !names.has(name));
  return [
    ...known,
    ...added.map(([name, value]) => ({
      name,
      place: "engine" as const,
      value,
      from: [],
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

/** The settings of one place, in their order. */
export const settingsAt = (settings: readonly SettledSetting[], place: Place): SettledSetting[] =>
  settings.filter((setting) => setting.place === place);

/** Something that a component promises and that a user's own value undoes. */
export interface BrokenPromise {
  /** Name of the promise, as `acknowledge` takes it: "memory". */
  promise: string;
  /** Path of the argument that breaks it: "settings.work_mem". */
  path: string;
  problem: string;
  remedy: string;
}
