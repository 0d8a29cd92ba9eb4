import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import type { RealStep } from "./run";

/** One property that differs between what was and what the program asks for. */
export interface PropertyChange {
  /** Such as `memory` or `labels[2].value`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** Whether the resource is replaced for it. */
  readonly replaces: boolean;
  /** Secrets are `[secret]` here, as Pulumi writes them. */
  readonly before: unknown;
  readonly after: unknown;
}

/** From the engine's detailed comparison; where a provider gives none, the names of the properties alone. */
export function propertyChanges({ detailedDiff, diffs, keys, old, new: next }: StepEventMetadata): PropertyChange[] {
  const replacing = new Set(keys ?? []);
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind, inputDiff }]) => ({
    path,
    kind: diffKind.startsWith("add")
      ? ("add" as const)
      : diffKind.startsWith("delete")
        ? ("delete" as const)
        : "update",
    replaces: diffKind.endsWith("-replace"),
    before: valueAt(inputDiff ? old?.inputs : { ...old?.inputs, ...old?.outputs }, path),
    after: valueAt(next?.inputs, path),
  }));
  if (detailed.length > 0) return detailed as PropertyChange[];
  return (diffs ?? []).map((path) => ({
    path,
    kind: "update",
    replaces: replacing.has(path),
    before: valueAt(old?.inputs, path),
    after: valueAt(next?.inputs, path),
  }));
}

/** What Pulumi writes for a secret; where one element of a list is secret, for the whole list. */
const secret = "[secret]";

/** The value at a path as Pulumi writes them: `a.b[0]["c.d"]`. */
function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const [, quoted, index, key] of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)) {
    if (value === secret) return secret;
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[quoted ?? index ?? key ?? ""];
  }
  return value;
}

/** A line for each resource, and one for each of its properties. */
export const describeSteps = (steps: readonly RealStep[]): string =>
  steps
    .flatMap(({ operation, name, type, changes }) => [`${operation} ${name} (${type})`, ...changes.map(describeChange)])
    .join("\n");

function describeChange({ path, kind, replaces, before, after }: PropertyChange): string {
  const why = replaces ? ", which replaces it" : "";
  if (kind === "add") return `  ${path}: added ${show(after)}${why}`;
  if (kind === "delete") return `  ${path}: removed ${show(before)}${why}`;
  return `  ${path}: ${show(before)} -> ${show(after)}${why}`;
}

/** How much of a value is shown: the whole of a configuration file helps nobody. */
const longest = 80;

function show(value: unknown): string {
  if (value === undefined) return "(not known yet)";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
