import { nearestName } from "../../validation/nearest";
import { typeOf, type ResourceKind } from "../kind";
import type { TestResource } from "../test-resource";
import type { RecordedResource } from "./recorded-stack";

/**
 * What must survive: classes, type tokens such as `docker:index/volume:Volume`, names of resources; or `"everything"`.
 */
export type Keep = "everything" | readonly ResourceKind[];

/** Which resources of the earlier version must survive, and the words for them. */
export interface Kept {
  readonly keeps: (resource: RecordedResource) => boolean;
  readonly words: string;
}

const volumeType = "docker:index/volume:Volume";

/**
 * Without a list it is what holds data: volumes, and what the program itself protects or retains. Volumes that a service of
 * this library only fills with files, from the program, are no data.
 */
export function keptOf(
  keep: Keep | undefined,
  before: readonly RecordedResource[],
  resources: readonly TestResource[],
): Kept {
  if (keep === "everything") return { keeps: () => true, words: "all resources" };
  if (keep !== undefined) {
    const wanted = new Set(keep.map((kind) => typeOf(kind, resources)));
    refuseUnknown(wanted, before);
    return { keeps: ({ type, name }) => wanted.has(type) || wanted.has(name), words: "the resources that must stay" };
  }
  const filled = filledFromProgram(before);
  return {
    keeps: ({ urn, type, options }) =>
      options?.protect === true || options?.retainOnDelete === true || (type === volumeType && !filled.has(urn)),
    words: "the resources that hold data",
  };
}

/** A misspelt name would keep nothing, and the test would pass for ever. */
function refuseUnknown(wanted: ReadonlySet<string>, before: readonly RecordedResource[]): void {
  const there = new Set(before.flatMap(({ type, name }) => [type, name]));
  const missing = [...wanted].find((one) => !there.has(one));
  if (missing === undefined) return;
  const near = nearestName(missing, there);
  const hint = near === undefined ? "write a class, a type token or a name that it has" : `did you mean "${near}"?`;
  throw new Error(`keep: the earlier version has no "${missing}"; ${hint}`);
}

/** The volumes of the containers that carry files and never run. */
function filledFromProgram(resources: readonly RecordedResource[]): Set<string> {
  return new Set(resources.filter(isFiles).flatMap(({ from }) => from?.["volumes"] ?? []));
}

const isFiles = ({ inputs }: RecordedResource): boolean =>
  ((inputs["labels"] ?? []) as readonly { label?: unknown; value?: unknown }[]).some(
    ({ label, value }) => label === "plimsoll.role" && value === "files",
  );
