import type { TestStack } from "../test-stack";
import { fromReplaced, type Replaced } from "./cascade";
import { formerUrns } from "./former-names";
import { changedInputs, type InputChange, type Replacing } from "./input-changes";
import { withFormerValues, type Renamed } from "./mocked-values";
import { rulesOf } from "./provider-rules";
import { isRecording, recordStack, type RecordedResource, type RecordedStack } from "./recorded-stack";
import { sealer, type Seal } from "./seal";
import { successors } from "./successors";

/** A step of the update from one version of a program to another. What stays as it is has none. */
export interface Change {
  readonly step: "create" | "update" | "replace" | "delete";
  /** As it is after the update; of what is deleted, as it was. */
  readonly resource: RecordedResource;
  /** As it was; undefined for what is new. */
  readonly before: RecordedResource | undefined;
  /** What differs. */
  readonly inputs: readonly InputChange[];
  /** False for a replacement that nobody can be sure of: a type whose replacing inputs nobody has named. */
  readonly certain: boolean;
  /** Resources whose replacement leads to this one. */
  readonly because: readonly RecordedResource[];
  /** The engine refuses it, and with it the whole update, because the resource is protected. */
  readonly refused: boolean;
  /** Of what is deleted: what seems to be the same resource under its new name. */
  readonly renamedTo: RecordedResource | undefined;
}

export interface CompareOptions {
  /**
   * Inputs whose change replaces a resource, by type token: `{ "random:index/randomPassword:RandomPassword": ["length"] }`.
   * Of a type that is named here, every other input updates in place.
   * @default {}: docker's are known, and of other types every changed input may replace
   */
  readonly replacing?: Replacing;
}

/**
 * What the engine would do to a stack of one version when it is updated to another: the steps of its preview, foretold from
 * what both programs register. Stacks are ones that ran, or recordings of them.
 */
export function compareStacks(
  before: TestStack | RecordedStack,
  after: TestStack | RecordedStack,
  { replacing = {} }: CompareOptions = {},
): Change[] {
  const [old, now] = recordings(before, after);
  const seal = sealer(old.salt);
  const olds = new Map(old.resources.map((resource) => [resource.urn, resource]));
  const found = new Map<string, string>();
  const renamed = new Map<string, Renamed>();
  const claimed = new Set<string>();
  const replaced = new Map<string, Replaced>();
  const changes: Change[] = [];
  for (const resource of now.resources) {
    const former = [resource.urn, ...formerUrns(resource, now, found)].find((urn) => olds.has(urn));
    const was = former === undefined ? undefined : olds.get(former);
    if (former === undefined || was === undefined) {
      changes.push(step("create", resource, undefined));
      continue;
    }
    claimed.add(former);
    if (former !== resource.urn) {
      found.set(resource.urn, former);
      renamed.set(resource.urn, { before: was, after: resource });
    }
    const next = { ...resource, inputs: withFormerValues(resource, renamed) };
    const change = changeOf(was, next, { replacing, seal }, replaced);
    if (change === undefined) continue;
    changes.push({ ...change, resource });
    if (change.step !== "replace") continue;
    const entry = { resource, before: was, first: isDeletedFirst(change, replaced) };
    replaced.set(resource.urn, entry).set(was.urn, entry);
  }
  const gone = old.resources.filter(({ urn }) => !claimed.has(urn));
  const newNames = successors(
    gone,
    changes.filter((change) => change.step === "create").map((change) => change.resource),
  );
  return [
    ...changes,
    // As the engine does: last of all, and children before their parents.
    ...gone.toReversed().map((one) => ({
      ...step("delete", one, one),
      refused: one.options?.protect === true,
      renamedTo: newNames.get(one.urn),
    })),
  ];
}

/** Both as data, secrets sealed with one salt. */
function recordings(
  before: TestStack | RecordedStack,
  after: TestStack | RecordedStack,
): [before: RecordedStack, after: RecordedStack] {
  const old = isRecording(before) ? before : recordStack(before, isRecording(after) ? { since: after } : {});
  const next = isRecording(after) ? after : recordStack(after, { since: old });
  if (old.resources.length > 0 && next.resources.length > 0 && nameOf(old) !== nameOf(next))
    throw new Error(
      `two different stacks: ${nameOf(old)} and ${nameOf(next)}; run both with the same project and stack in the options`,
    );
  return [old, next];
}

const nameOf = ({ project, stack }: RecordedStack): string => `${project}/${stack}`;

const step = (kind: Change["step"], resource: RecordedResource, before: RecordedResource | undefined): Change => ({
  step: kind,
  resource,
  before,
  inputs: [],
  certain: true,
  because: [],
  refused: false,
  renamedTo: undefined,
});

function changeOf(
  before: RecordedResource,
  after: RecordedResource,
  { replacing, seal }: { readonly replacing: Replacing; readonly seal: Seal },
  replaced: ReadonlyMap<string, Replaced>,
): Change | undefined {
  const own = changedInputs(before, after, replacing, seal);
  const { inputs: led, because } = fromReplaced(before, after, replacing, replaced, new Set(own.map(topOf)));
  const inputs = [...own, ...led];
  if (inputs.length === 0) return undefined;
  const replaces = inputs.some(({ effect }) => effect !== "updates");
  return {
    ...step(replaces ? "replace" : "update", after, before),
    inputs,
    certain: !replaces || inputs.some(({ effect }) => effect === "replaces"),
    because,
    refused: replaces && before.options?.protect === true && (after.options?.protect === true || because.length > 0),
  };
}

/** The whole input that a path lies in. */
const topOf = ({ path }: InputChange): string => path.split(/[.[]/)[0] ?? path;

/** Whether the old one is gone before the new one comes: then all that was made from it goes first as well. */
function isDeletedFirst({ resource, because }: Change, replaced: ReadonlyMap<string, Replaced>): boolean {
  const { deleteBeforeReplace } = resource.options ?? {};
  if (because.some(({ urn }) => replaced.get(urn)?.first === true)) return true;
  if (deleteBeforeReplace !== undefined) return deleteBeforeReplace;
  const rules = rulesOf(resource.type);
  return rules?.deletedFirst === "always" || (rules !== undefined && "name" in resource.inputs);
}
