import { publishedPorts } from "../../container-rules";
import { fail } from "../fail";
import type { TestStack } from "../test-stack";
import { containersOf, describeContainerFaults } from "./containers";

/** What is published beyond these ports, or not as they say; undefined where it is just these. */
export const publishedProblem = (stack: TestStack, ports: readonly (number | string)[]): string | undefined =>
  describeContainerFaults("The stack publishes something else", publishedPorts(containersOf(stack), ports));

/**
 * The containers publish these ports of the host and no others: `8080` on any address, `"127.0.0.1:8080"` on this one,
 * `"53/udp"` with its protocol.
 * @throws AssertionError that names what is published beyond, and what is not published
 */
export function assertPublishesOnly(stack: TestStack, ports: readonly (number | string)[]): void {
  const problem = publishedProblem(stack, ports);
  if (problem !== undefined) fail(problem);
}
