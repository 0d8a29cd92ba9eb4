import { isDeepStrictEqual } from "node:util";
import type { RecordedResource } from "./recorded-stack";

/** Below this likeness two resources are two resources. */
const enough = 0.5;

/** For each resource that is gone, by its URN: the new one that is most probably the same, each new one once. */
export function successors(
  gone: readonly RecordedResource[],
  created: readonly RecordedResource[],
): Map<string, RecordedResource> {
  const pairs = gone
    .flatMap((one) =>
      created.filter(({ type }) => type === one.type).map((other) => ({ one, other, score: likeness(one, other) })),
    )
    .filter(({ score }) => score >= enough)
    .toSorted((first, second) => second.score - first.score);
  const result = new Map<string, RecordedResource>();
  const taken = new Set<RecordedResource>();
  for (const { one, other } of pairs) {
    if (result.has(one.urn) || taken.has(other)) continue;
    result.set(one.urn, other);
    taken.add(other);
  }
  return result;
}

/** How much two resources have in common: a name counts as much as all inputs. */
function likeness(one: RecordedResource, other: RecordedResource): number {
  const keys = [...new Set([...Object.keys(one.inputs), ...Object.keys(other.inputs)])];
  const equal = keys.filter((key) => isDeepStrictEqual(one.inputs[key], other.inputs[key])).length;
  return (one.name === other.name ? 1 : 0) + (keys.length === 0 ? 1 : equal / keys.length);
}

/** The option by which the engine recognises a resource under its new name. */
export function aliasFor(was: RecordedResource, now: RecordedResource): string {
  const name = was.name === now.name ? "" : `name: "${was.name}"`;
  const parts = [name, was.parent === now.parent ? "" : parentOf(was)].filter((part) => part !== "");
  return parts.length === 0 ? `aliases: ["${was.urn}"]` : `aliases: [{ ${parts.join(", ")} }]`;
}

function parentOf({ parent }: RecordedResource): string {
  if (parent === undefined) return "parent: pulumi.rootStackResource";
  return `parent: "${parent}"`;
}
