import type { RecordedResource } from "./recorded-stack";

/** A resource that is known by another name than before. */
export interface Renamed {
  readonly before: RecordedResource;
  readonly after: RecordedResource;
}

/**
 * Inputs as they would be had no resource got a new name: mocks make ids, generated names and an image's id from the name of
 * the resource, while the real ones stay when an alias finds it.
 */
export function withFormerValues(
  { inputs, from = {} }: RecordedResource,
  renamed: ReadonlyMap<string, Renamed>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(inputs).map(([input, value]) => {
    const pairs = (from[input] ?? []).flatMap((urn) => madeFromName(renamed.get(urn)));
    return [input, pairs.length === 0 ? value : replaced(value, pairs)];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

type Pair = readonly [now: string, then: string];

function madeFromName(renamed: Renamed | undefined): Pair[] {
  if (renamed === undefined) return [];
  const { before, after } = renamed;
  return [
    [after.id ?? "", before.id ?? ""],
    [`sha256:${after.name}`, `sha256:${before.name}`],
    ["name" in after.inputs ? "" : after.name, before.name],
  ];
}

function replaced(value: unknown, pairs: readonly Pair[]): unknown {
  if (typeof value === "string") return pairs.find(([now]) => now !== "" && now === value)?.[1] ?? value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, pairs));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, pairs)]));
}
