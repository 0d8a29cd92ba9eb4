import { label } from "../match/label";
import { show } from "../match/show";
import type { Change } from "./compare-stacks";
import type { InputChange } from "./input-changes";

/** What an update would do, a line for each resource and one for each of its inputs. */
export function describeChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return "nothing changes\n";
  return `${changes.flatMap((change) => [headline(change), ...reasons(change).map((line) => `  ${line}`)]).join("\n")}\n`;
}

const headline = (change: Change): string =>
  `${change.certain ? "" : "perhaps "}${change.step} ${label(change.resource)}${formerly(change)}`;

/** The name under which it was found, where that is another. */
function formerly({ step, resource, before, renamedTo }: Change): string {
  if (renamedTo !== undefined) return `, known as ${whereIs(renamedTo.name, renamedTo.parent)} from now on?`;
  if (before === undefined || step === "delete" || before.urn === resource.urn) return "";
  return `, formerly ${whereIs(before.name, before.parent)}`;
}

/** Why a resource changes. */
export const reasons = ({ inputs, because }: Change): string[] => [
  ...inputs.map(describeInput),
  ...because.map((one) => `because ${label(one)} is replaced`),
];

function describeInput({ path, before, after, effect }: InputChange): string {
  const what = `${path}: ${shown(before)} -> ${shown(after)}`;
  return effect === "updates"
    ? what
    : `${what}, which ${effect}`.replace("may replace", "may replace it").replace(/replaces$/, "replaces it");
}

/** Name and parent of a resource. */
export const whereIs = (name: string, parent: string | undefined): string =>
  parent === undefined ? `"${name}"` : `"${name}" in "${parent.split("::").at(-1) ?? ""}"`;

/** A recorded value; the seals of secrets say nothing to a reader. */
const shown = (value: unknown): string =>
  show(value)
    .replace(/\{ \[secret\]: "[0-9a-f]*" \}/g, "[secret]")
    .replaceAll("{ [unknown]: true }", "[known later]");
