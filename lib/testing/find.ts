import { nearestName } from "../validation/nearest";
import { label, listed, listedNames, nameAndParent } from "./match/label";
import type { TestResource } from "./test-resource";

/** All resources of a type, in the order in which the program made them. `type`: such as `docker:index/container:Container`. */
export const ofType = (resources: readonly TestResource[], type: string): TestResource[] =>
  resources.filter((resource) => resource.type === type);

/**
 * The resource of this type and name. A component's part may be asked for by the component's name: `api` finds the container
 * `api-container`, as long as no container is called `api`. Throws when there is none, or more than one.
 */
export function findResource(resources: readonly TestResource[], type: string, name: string): TestResource {
  const all = ofType(resources, type);
  for (const full of [name, ...endings(type).map((ending) => `${name}-${ending}`)]) {
    const [found, ...others] = all.filter((resource) => resource.name === full);
    if (found === undefined) continue;
    if (others.length === 0) return found;
    throw new Error(twice(type, full, [found, ...others]));
  }
  throw new Error(all.length === 0 ? noneOfType(resources, type) : notThere(resources, all, type, name));
}

/** Says that a stack has nothing of a type, and what it has. */
export function noneOfType(resources: readonly TestResource[], type: string): string {
  const head = `There is no ${type} in the stack`;
  if (resources.length === 0) return `${head}: the program registered no resource at all.`;
  const counts = new Map<string, number>();
  for (const resource of resources) counts.set(resource.type, (counts.get(resource.type) ?? 0) + 1);
  const near = nearestName(type, counts.keys());
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `${head}.${hint} There are: ${listed([...counts].map(([one, count]) => `${one} (${count})`))}.`;
}

/** What the names of a component's parts end in: for a RemoteImage `remoteImage`, `remote-image` or `image`. */
function endings(type: string): string[] {
  const words = /[^:/]*$/.exec(type)?.[0].split(/(?<=[a-z0-9])(?=[A-Z])/) ?? [];
  const kebab = words.map((word) => word.toLowerCase());
  const camel = [...kebab.slice(0, 1), ...words.slice(1)].join("");
  return [...new Set([camel, kebab.join("-"), ...kebab.slice(-1)])].filter((ending) => ending !== "");
}

function notThere(
  resources: readonly TestResource[],
  all: readonly TestResource[],
  type: string,
  name: string,
): string {
  const near = nearestOf(all, type, name);
  const elsewhere = resources.filter((resource) => resource.name === name).map(label);
  return [
    `There is no ${type} "${name}".`,
    ...(near === undefined ? [] : [`Did you mean "${near}"?`]),
    ...(elsewhere.length === 0 ? [] : [`Called so is ${listed(elsewhere)}.`]),
    `Of this type there ${all.length === 1 ? "is" : "are"}: ${listedNames(all)}.`,
  ].join(" ");
}

/** The name, or the component's name, that was most likely meant. */
function nearestOf(all: readonly TestResource[], type: string, name: string): string | undefined {
  const short = all.flatMap((resource) =>
    endings(type)
      .filter((ending) => resource.name.endsWith(`-${ending}`))
      .map((ending) => resource.name.slice(0, -ending.length - 1)),
  );
  return nearestName(name, [...all.map((resource) => resource.name), ...short]);
}

const twice = (type: string, name: string, found: readonly TestResource[]): string =>
  [
    `There are ${found.length} ${type} "${name}":`,
    ...found.map((resource) => `  ${nameAndParent(resource)}`),
    "Take one from the children of its parent, or give them names that differ.",
  ].join("\n");
