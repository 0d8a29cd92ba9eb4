import { checkContainers, containerRules } from "../../container-rules";
import { nearestName } from "../../validation/nearest";
import { fail } from "../fail";
import type { TestStack } from "../test-stack";
import { containersOf, describeContainerFaults } from "./containers";

/** What is left out of a check. */
export interface Except {
  /**
   * Rules that a program breaks knowingly: by name for all its containers, `"read-only-root"`, or for one,
   * `"api:read-only-root"`.
   * @default none
   */
  except?: readonly string[];
}

/** In what containers are not hardened, limited, watched or pinned; undefined where all is well. */
export function hardeningProblem(stack: TestStack, { except = [] }: Except = {}): string | undefined {
  refuseStrange(except, stack);
  const faults = checkContainers(containersOf(stack), containerRules).filter(
    ({ container, rule }) => !except.includes(rule) && !except.includes(`${container}:${rule}`),
  );
  return describeContainerFaults("The stack is not hardened", faults);
}

/**
 * Every container runs as a user that is not root, on a read-only root, without capabilities and host access, within
 * limits of memory and CPU, with rotated logs, a health check and a pinned image. Any `docker.Container` is looked at.
 * @throws AssertionError: container by container what is wrong, and the remedy
 */
export function assertHardened(stack: TestStack, options?: Except): void {
  const problem = hardeningProblem(stack, options);
  if (problem !== undefined) fail(problem);
}

/** An exception that is misspelt would let nothing pass, or, worse, outlive its container unnoticed. */
function refuseStrange(except: readonly string[], stack: TestStack): void {
  const rules = containerRules.map(({ name }) => name);
  const containers = containersOf(stack).map(({ name }) => name);
  for (const entry of except) {
    const [last = "", container] = entry.split(":").toReversed();
    if (container !== undefined && !containers.includes(container))
      throw new TypeError(`except: the stack has no container "${container}"; there are ${containers.join(", ")}`);
    if (!rules.includes(last)) {
      const near = nearestName(last, rules);
      throw new TypeError(
        `except: there is no rule "${last}"; ${near === undefined ? `there are ${rules.join(", ")}` : `write "${near}"`}`,
      );
    }
  }
}
