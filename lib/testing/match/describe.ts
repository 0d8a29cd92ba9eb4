import { noneOfType, ofType } from "../find";
import type { TestResource } from "../test-resource";
import { listedNames, nameAndParent } from "./label";
import { closest, type Candidate, type Pattern } from "./match-resource";
import type { Difference } from "./matcher";

/** How much of a mismatch is shown: the nearest resources, and of each the first differences. */
const mostResources = 3;
const mostDifferences = 5;

/** One line: where, what was expected, what is there. */
export const describeDifference = ({ path, expected, actual }: Difference): string =>
  `${path === "" ? "properties" : path}: expected ${expected}, got ${actual}`;

/** Why no resource of a type matches: how many there are, the closest, and what they differ in. */
export function describeMismatch(resources: readonly TestResource[], type: string, pattern: Pattern): string {
  const all = ofType(resources, type);
  if (all.length === 0) return noneOfType(resources, type);
  const head =
    all.length === 1 ? `The only ${type} does not match:` : `None of ${all.length} ${type} matches. Closest:`;
  return [head, ...nearest(all, pattern)].join("\n");
}

/** Why one resource, asked for by its name, does not match. */
export const describeResource = (resource: TestResource, differences: readonly Difference[]): string =>
  [`${resource.type} ${nameAndParent(resource)}, does not match:`, ...lines(differences, "  ")].join("\n");

/** Why there are not as many of a type as expected, or not as many that match; 0 for what must not be there. */
export function describeCount(
  resources: readonly TestResource[],
  type: string,
  expected: number,
  pattern?: Pattern,
): string {
  const all = ofType(resources, type);
  const wanted = `Expected ${expected === 0 ? "no" : expected} ${type}`;
  if (all.length === 0) return `${wanted}. ${noneOfType(resources, type)}`;
  if (pattern === undefined) return `${wanted}, there ${are(all.length)}: ${listedNames(all)}.`;
  const others = closest(all, pattern);
  const failed = new Set(others.map(({ resource }) => resource));
  const matched = all.filter((resource) => !failed.has(resource));
  const found = matched.length === 0 ? "" : `: ${listedNames(matched)}`;
  const head = `${wanted} to match, ${matched.length} of ${all.length} ${matched.length === 1 ? "does" : "do"}${found}.`;
  if (matched.length >= expected) return head;
  return [`${head} Closest of the others:`, ...nearest(all, pattern)].join("\n");
}

const are = (count: number): string => (count === 1 ? "is 1" : `are ${count}`);

const nearest = (resources: readonly TestResource[], pattern: Pattern): string[] =>
  closest(resources, pattern, mostResources).flatMap(candidate);

function candidate({ resource, differences }: Candidate): string[] {
  return [`  ${nameAndParent(resource)}:`, ...lines(differences, "    ")];
}

function lines(differences: readonly Difference[], indent: string): string[] {
  const shown = differences.slice(0, mostDifferences).map((one) => indent + describeDifference(one));
  const hidden = differences.length - shown.length;
  return hidden === 0 ? shown : [...shown, `${indent}and ${hidden} more`];
}
