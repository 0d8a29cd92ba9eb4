import type { Plain, TestResource } from "../test-resource";
import { compare } from "./compare";
import type { Difference, Matcher, Outcome } from "./matcher";

/** Properties that are expected: those that are named, and others may be there; or a matcher for all of them. */
export type Pattern = Matcher | Readonly<Record<string, unknown>>;

/** A resource, and what keeps it from matching. */
export interface Candidate {
  readonly resource: TestResource;
  readonly differences: readonly Difference[];
  /** How far it is from matching: 1 for each single value. */
  readonly cost: number;
}

/** What keeps a resource's inputs from matching; nothing when they do, and then its captures are kept. */
export const matchResource = (
  { inputs, secrets }: Pick<TestResource, "inputs" | "secrets">,
  pattern: Pattern,
): readonly Difference[] => matchValues(inputs, pattern, secrets);

/** The same for values that belong to no resource, such as a stack's outputs. `secrets`: paths of those that are. */
export function matchValues(values: Plain, pattern: Pattern, secrets: readonly string[] = []): readonly Difference[] {
  const { differences, keep } = outcome(values, pattern, secrets);
  if (differences.length === 0) for (const one of keep) one();
  return differences;
}

/** The resources that match, in their order; captures of them are kept. */
export const matching = (resources: readonly TestResource[], pattern: Pattern): TestResource[] =>
  resources.filter((resource) => matchResource(resource, pattern).length === 0);

/** Those that do not match, the nearest first. Nothing is captured. */
export function closest(resources: readonly TestResource[], pattern: Pattern, most = Infinity): Candidate[] {
  return resources
    .map((resource) => ({ resource, ...outcome(resource.inputs, pattern, resource.secrets) }))
    .filter(({ differences }) => differences.length > 0)
    .toSorted((one, other) => one.cost - other.cost)
    .slice(0, most)
    .map(({ resource, differences, cost }) => ({ resource, differences, cost }));
}

const outcome = (value: Plain, pattern: Pattern, secrets: readonly string[]): Outcome =>
  compare(pattern, { path: "", value, secrets });
