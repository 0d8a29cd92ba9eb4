import { label } from "../match/label";
import type { Change } from "./compare-stacks";
import { reasons, whereIs } from "./describe-changes";
import type { RecordedResource } from "./recorded-stack";
import { aliasFor } from "./successors";

const volumeType = "docker:index/volume:Volume";

/** Resource by resource: what would happen, because of what, what that means for its data, and what helps. */
export function describeLoss(lost: readonly Change[], all: readonly Change[], words: string): string {
  const head = `The update would not keep ${String(lost.length)} of ${words}:`;
  return [head, ...lost.map((change) => `\n${lines(change, all).join("\n  ")}`)].join("\n");
}

const lines = (change: Change, all: readonly Change[]): string[] => [
  `${label(change.resource)} ${happening(change)}`,
  ...reasons(change),
  ...meaning(change),
  `remedy: ${remedy(change, all)}`,
];

function happening({ step, certain, renamedTo }: Change): string {
  if (renamedTo !== undefined)
    return `would be deleted, and ${whereIs(renamedTo.name, renamedTo.parent)} made: renamed or moved without an alias?`;
  if (step === "delete") return "would be deleted: the program has it no more";
  return certain ? "would be replaced" : "may be replaced";
}

function meaning({ step, before, resource, refused }: Change): string[] {
  if (refused) return ["the resource is protected, so the engine refuses the whole update before it touches anything"];
  const { type, options } = before ?? resource;
  const kept = options?.retainOnDelete === true;
  if (type !== volumeType) return kept ? ["what is there stays (retainOnDelete), and the state forgets it"] : [];
  if (!kept) return ["Docker deletes the volume with all its data, and the update reports success"];
  const name = resource.inputs["name"];
  if (step === "replace" && name !== undefined && name === before?.inputs["name"])
    return [
      "retainOnDelete keeps the volume, and the new one of the same name takes it over with its data and old settings",
    ];
  return ["retainOnDelete keeps the volume and its data, but nothing of the program uses it any longer"];
}

function remedy(change: Change, all: readonly Change[]): string {
  const { step, before, resource, renamedTo, inputs, because } = change;
  if (renamedTo !== undefined) return renaming(change.resource, renamedTo, all);
  if (step === "delete")
    return "leave it in the program; or, if it has to go, take a backup and remove it from `keep` in this test";
  const [source] = because;
  if (source !== undefined && inputs.every(({ path }) => cameFrom(change, path)))
    return `keep ${label(source)} from being replaced, or take the input from a plain text instead of that resource`;
  const paths = [...new Set(inputs.filter(({ effect }) => effect !== "updates").map(({ path }) => path))];
  const list = paths.map((path) => JSON.stringify(path)).join(", ");
  const types = change.certain ? "" : `; or say which inputs replace it: replacing: { "${resource.type}": [...] }`;
  const early =
    resource.options?.retainOnDelete === true && before?.options?.retainOnDelete !== true
      ? "; retainOnDelete counts only from the update after the one that brings it"
      : "";
  return `undo the change, or write ignoreChanges: [${list}]${types}${early}`;
}

/** An alias of the component serves all that is in it. */
function renaming(was: RecordedResource, now: RecordedResource, all: readonly Change[]): string {
  const parents = all.find(({ resource, renamedTo }) => resource.urn === was.parent && renamedTo?.urn === now.parent);
  if (parents?.renamedTo !== undefined)
    return `give its component "${parents.renamedTo.name}" the option ${aliasFor(parents.resource, parents.renamedTo)}`;
  return `give ${whereIs(now.name, now.parent)} the option ${aliasFor(was, now)}`;
}

const cameFrom = ({ before, resource }: Change, path: string): boolean =>
  before?.from?.[path] !== undefined || resource.from?.[path] !== undefined;
