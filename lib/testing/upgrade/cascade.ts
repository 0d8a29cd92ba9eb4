import { effectAt, type InputChange, type Replacing } from "./input-changes";
import type { RecordedResource } from "./recorded-stack";

/** A resource that is replaced. */
export interface Replaced {
  readonly resource: RecordedResource;
  readonly before: RecordedResource;
  /** The old one is deleted before the new one is made. */
  readonly first: boolean;
}

/** Stands for what is known only when the replacement is there. */
export const knownLater = { "[unknown]": true } as const;

interface Led {
  readonly inputs: readonly InputChange[];
  readonly because: readonly RecordedResource[];
}

/**
 * What the replacement of others does to a resource. Where the old one is deleted first, the engine takes every input that
 * was made from it for unknown, even a name that stays; where the new one comes first, only what it does not know yet.
 * `known`: inputs that have changed anyway.
 */
export function fromReplaced(
  before: RecordedResource,
  after: RecordedResource,
  replacing: Replacing,
  replaced: ReadonlyMap<string, Replaced>,
  known: ReadonlySet<string>,
): Led {
  const inputs: InputChange[] = [];
  const because = new Set<RecordedResource>();
  if (!after.custom) return { inputs, because: [] };
  for (const [path, value] of Object.entries(before.inputs)) {
    const urns = [
      // The engine decides before it has heard of the new version: with the options of the old one.
      ...(ignores(before, path) ? [] : (before.from?.[path] ?? [])).filter((urn) => replaced.get(urn)?.first === true),
      ...(ignores(after, path) ? [] : (after.from?.[path] ?? [])).filter((urn) =>
        isUnknown(after.inputs[path], replaced.get(urn)),
      ),
    ];
    const sources = urns.flatMap((urn) => replaced.get(urn)?.resource ?? []);
    if (sources.length === 0) continue;
    for (const source of sources) because.add(source);
    if (known.has(path)) continue;
    inputs.push({ path, before: value, after: knownLater, effect: effectAt(path, after, replacing) });
  }
  return { inputs, because: [...because] };
}

const ignores = ({ options }: RecordedResource, path: string): boolean =>
  (options?.ignoreChanges ?? []).some((ignored) => ignored === "*" || ignored === path);

/** Whether a value has more of a replaced resource than what the program gave to it, such as its name. */
function isUnknown(value: unknown, of: Replaced | undefined): boolean {
  if (of === undefined || value === undefined) return false;
  const given = new Set(textsIn(of.resource.inputs));
  const texts = textsIn(value);
  const ids: readonly unknown[] = [of.resource.id, of.before.id];
  return texts.some((text) => ids.includes(text)) || !texts.some((text) => given.has(text));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
