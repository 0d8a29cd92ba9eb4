import { betweenContainers } from "../../container-rules";
import { describeFault } from "../../validation/fault";
import { fail } from "../fail";
import type { TestStack } from "../test-stack";
import { containersOf, describeContainerFaults, networksOf } from "./containers";

/** In what services and containers contradict each other; undefined where they agree. */
export function agreementProblem(stack: TestStack): string | undefined {
  const broken = stack.program.trial?.broken ?? [];
  const between = describeContainerFaults(
    "The containers do not agree",
    betweenContainers(containersOf(stack), networksOf(stack)),
  );
  const services = broken.map(({ service, rule, ...fault }) => `  ${service}.${describeFault(fault)} [${rule}]`);
  const problems = [
    ...(services.length === 0 ? [] : ["The services do not agree:", ...services]),
    ...(between === undefined ? [] : [between]),
  ];
  return problems.length === 0 ? undefined : problems.join("\n");
}

/**
 * Services of this library keep every rule between them: pools within `maxConnections`, timeouts that nest, body sizes,
 * proxies, stop grace. And all containers, whoever made them, have names and host ports of their own, and share a network
 * with those they call. A run refuses what breaks the services' rules by itself: with `contradictions: "note"` it goes on,
 * and this tells all of it.
 * @throws AssertionError with each contradiction and its remedy
 */
export function assertAgrees(stack: TestStack): void {
  const problem = agreementProblem(stack);
  if (problem !== undefined) fail(problem);
}
