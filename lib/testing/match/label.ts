import type { TestResource } from "../test-resource";
import { byText } from "./values";

/** Names that a message has room for. */
const most = 20;

/** Type and name of a resource. */
export const label = ({ type, name }: Pick<TestResource, "type" | "name">): string => `${type} "${name}"`;

/** Name of a resource, and the component that it belongs to. */
export const nameAndParent = ({ name, parent }: TestResource): string =>
  parent === undefined ? `"${name}", at the top of the stack` : `"${name}", in ${label(parent)}`;

/** In order, each once, the first twenty. */
export function listed(texts: Iterable<string>): string {
  const all = [...new Set(texts)].toSorted(byText);
  const shown = all.slice(0, most).join(", ");
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

export const listedNames = (resources: readonly TestResource[]): string =>
  listed(resources.map(({ name }) => `"${name}"`));
