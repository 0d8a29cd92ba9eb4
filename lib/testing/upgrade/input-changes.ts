import { isDeepStrictEqual } from "node:util";
import { partPath } from "../match/path";
import { isList, isRecord } from "../match/values";
import { overlap, parsePath, reset } from "./paths";
import { effectOf, isAmong, rulesOf, type TypeRules } from "./provider-rules";
import type { RecordedResource } from "./recorded-stack";
import type { Seal } from "./seal";

/** What a changed input does: "may replace" where nobody has said, neither this kit's tables nor the test. */
export type Effect = "replaces" | "may replace" | "updates";

export interface InputChange {
  /** Such as `memory` or `driverOpts.size`; of a list without order the list's own. */
  readonly path: string;
  /** Of a list without order: the items that are gone. */
  readonly before: unknown;
  /** Of a list without order: the items that are new. */
  readonly after: unknown;
  readonly effect: Effect;
}

/** Inputs whose change replaces, by type token: for resources of other providers than docker's. */
export type Replacing = Readonly<Record<string, readonly string[]>>;

/** The inputs that differ as the engine and the provider would see it, `ignoreChanges` heeded. */
export function changedInputs(
  before: RecordedResource,
  after: RecordedResource,
  replacing: Replacing,
  seal: Seal,
): InputChange[] {
  const provider = { rules: rulesOf(after.type), seal };
  const asked = (after.options?.ignoreChanges ?? []).reduce<unknown>(
    (inputs, path) => reset(before.inputs, inputs, parsePath(path)),
    after.inputs,
  );
  return differences(before.inputs, asked, "", provider).map((change) => ({
    ...change,
    effect: effectAt(change.path, after, replacing),
  }));
}

/** What a change at this path does to a resource, with the options that it has. */
export function effectAt(path: string, { type, custom, options }: RecordedResource, replacing: Replacing): Effect {
  const steps = parsePath(path);
  if (!custom) return "updates";
  if ((options?.replaceOnChanges ?? []).some((pattern) => overlap(steps, parsePath(pattern)))) return "replaces";
  const given = replacing[type];
  if (given !== undefined) return isAmong(path, given) ? "replaces" : "updates";
  const rules = rulesOf(type);
  if (rules !== undefined) return effectOf(path, rules);
  // A provider that connects to another place: what it manages is asked about one by one.
  return type.startsWith("pulumi:providers:") ? "updates" : "may replace";
}

type Difference = Omit<InputChange, "effect">;

/** Who judges whether two values are the same. */
interface Judge {
  readonly rules: TypeRules | undefined;
  readonly seal: Seal;
}

function differences(before: unknown, after: unknown, path: string, judge: Judge): Difference[] {
  const { rules } = judge;
  if (isSame(before, after, judge.seal) || alike(before, after, path, rules)) return [];
  if (isList(before) && isList(after)) {
    if (rules !== undefined && !isAmong(path, rules.ordered)) return setDifference(before, after, path, rules);
    if (before.length === after.length)
      return before.flatMap((item, index) => differences(item, after[index], partPath(path, index), judge));
  }
  if (isRecord(before) && isRecord(after) && !isSealed(before) && !isSealed(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => differences(before[key], after[key], partPath(path, key), judge));
  }
  return [{ path, before, after }];
}

/** Whether two values are equal; a secret is known by its seal, and may have been none before. */
function isSame(before: unknown, after: unknown, seal: Seal): boolean {
  if (isDeepStrictEqual(before, after)) return true;
  if (isSecretValue(before) && !isSecretValue(after) && after !== undefined) return before["[secret]"] === seal(after);
  if (isSecretValue(after) && !isSecretValue(before) && before !== undefined) return after["[secret]"] === seal(before);
  return false;
}

const isSecretValue = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && "[secret]" in value;

/** Whether the provider takes two values for the same. */
function alike(before: unknown, after: unknown, path: string, rules: TypeRules | undefined): boolean {
  if (rules === undefined) return false;
  if (after === undefined && rules.keptWhenLeftOut.includes(path)) return true;
  const usual = rules.defaults[path];
  return isDeepStrictEqual(before ?? usual, after ?? usual) || (isEmpty(before) && isEmpty(after));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

function setDifference(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  { except }: TypeRules,
): Difference[] {
  const without = (list: readonly unknown[], other: readonly unknown[]): unknown[] =>
    list.filter((item) => !other.some((one) => isDeepStrictEqual(one, item)));
  const [gone, added] = [without(before, after), without(after, before)];
  if (gone.length + added.length === 0) return [];
  // Where it matters whether items come and go, or only change.
  const changed = before.length === after.length && except.includes(`${path}.*`);
  return [{ path: changed ? `${path}[*]` : path, before: gone, after: added }];
}

const isSealed = (value: Readonly<Record<string, unknown>>): boolean => "[secret]" in value || "[unknown]" in value;
