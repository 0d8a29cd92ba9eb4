import type { TestAlias } from "../test-resource";
import type { RecordedResource, RecordedStack } from "./recorded-stack";

/** The type of a URN with those of its parents before it, such as `shop:index:Shop$docker:index/volume:Volume`. */
const qualifiedType = (urn: string): string => urn.split("::")[2] ?? "";

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

const typeOf = (urn: string): string => qualifiedType(urn).split("$").at(-1) ?? "";

const stackType = "pulumi:pulumi:Stack";

interface Place {
  readonly project: string;
  readonly stack: string;
}

function urnOf({ project, stack }: Place, parent: string | undefined, type: string, name: string): string {
  const parents = parent === undefined ? "" : qualifiedType(parent);
  return `urn:pulumi:${stack}::${project}::${parents === "" || parents === stackType ? type : `${parents}$${type}`}::${name}`;
}

/**
 * The URNs under which a resource may have been known, in the order in which the engine looks: its own aliases, then those
 * that follow from the name under which its parent was found. `found`: for each resource that was found by an alias, which.
 */
export function formerUrns(
  resource: RecordedResource,
  place: Pick<RecordedStack, "project" | "stack">,
  found: ReadonlyMap<string, string>,
): string[] {
  const own = (resource.options?.aliases ?? []).map((alias) => resolved(alias, resource, place, found));
  const { parent, type, name } = resource;
  const formerParent = parent === undefined ? undefined : found.get(parent);
  if (parent === undefined || formerParent === undefined) return [...new Set(own)];
  const inherited = (childType: string, childName: string): string =>
    urnOf(place, formerParent, childType, renamedWithParent(childName, nameOf(parent), nameOf(formerParent)));
  return [...new Set([...own, inherited(type, name), ...own.map((urn) => inherited(typeOf(urn), nameOf(urn)))])];
}

/** By convention a child's name begins with its parent's. */
const renamedWithParent = (child: string, parent: string, formerParent: string): string =>
  child.startsWith(parent) ? formerParent + child.slice(parent.length) : child;

function resolved(
  alias: TestAlias,
  resource: RecordedResource,
  place: Place,
  found: ReadonlyMap<string, string>,
): string {
  if (alias.urn) return alias.urn;
  const { parentUrn } = alias;
  const parent = parentUrn === undefined ? resource.parent : (found.get(parentUrn) ?? parentUrn);
  const { project = place.project, stack = place.stack, type = resource.type, name = resource.name } = alias;
  return urnOf({ project, stack }, alias.noParent === true ? undefined : parent, type, name);
}
