import type { Rule } from "../plan/rules/rule";
import type { Fault } from "../validation/fault";

/** What one rule found. */
export interface RuleResult {
  name: string;
  says: string;
  /** Empty where the stack keeps it. `service` is missing where the whole stack breaks it. */
  broken: (Fault & { service?: string })[];
}

/** Each rule with what it found in the stack. */
export const ruleResults = (
  rules: readonly Pick<Rule, "name" | "says">[],
  broken: readonly (Fault & { rule: string; service?: string })[],
): RuleResult[] => rules.map(({ name, says }) => ({ name, says, broken: broken.filter(({ rule }) => rule === name) }));

/** A line for each rule, and under it what breaks it and how to mend that. */
export function checkList(results: readonly RuleResult[]): string {
  const wide = Math.max(...results.map(({ name }) => name.length));
  const lines = results.flatMap(({ name, says, broken }) => [
    `${broken.length === 0 ? "✓" : "✗"} ${name.padEnd(wide)}  ${says}`,
    ...broken.flatMap(({ service, path, problem, remedy }) =>
      `${service === undefined ? "" : `${service}.`}${path}: ${problem}; ${remedy}`
        .split("\n")
        .map((line) => `    ${line}`),
    ),
  ]);
  const count = results.reduce((all, { broken }) => all + broken.length, 0);
  const told =
    count === 0 ? `all ${results.length} rules are kept` : `${count === 1 ? "1 rule is" : `${count} rules are`} broken`;
  return [...lines, "", told].join("\n");
}
