import { secretsInEnvironment } from "../../container-rules";
import { secretTexts } from "../match/path";
import { fail } from "../fail";
import type { TestStack } from "../test-stack";
import { containersOf, describeContainerFaults } from "./containers";

/** What may stand in an environment although it looks like a secret. */
export interface ExceptSecrets {
  /**
   * Names of variables and labels, or paths such as `command[2]`.
   * @default none
   */
  except?: readonly string[];
}

/** Secrets that `docker inspect` would show; undefined where there are none. */
export function shownSecretsProblem(stack: TestStack, { except = [] }: ExceptSecrets = {}): string | undefined {
  const known = secretValues(stack);
  const faults = containersOf(stack).flatMap((container) => secretsInEnvironment(container, { known, except }));
  return describeContainerFaults("Secrets are in plain sight", faults);
}

/**
 * No secret stands in an environment, a command, a label or a health check of any container, where everybody reads it who
 * may run `docker inspect`: nothing that is secret in the program, no value that is secret elsewhere in it, nothing that is
 * a secret by its name or a URL with a password.
 * @throws AssertionError that names container and variable, and never the secret
 */
export function assertNoSecretsInEnvironment(stack: TestStack, options?: ExceptSecrets): void {
  const problem = shownSecretsProblem(stack, options);
  if (problem !== undefined) fail(problem);
}

/** Every text that is secret anywhere in the program: in its configuration, in an input, in an output of the stack. */
const secretValues = ({ resources, outputs, secretOutputs, secretConfig }: TestStack): string[] => [
  ...new Set([
    ...secretConfig,
    ...resources.flatMap(({ inputs, secrets }) => secretTexts(inputs, secrets)),
    ...secretTexts(outputs, secretOutputs),
  ]),
];
