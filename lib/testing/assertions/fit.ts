import { neverRuns, runsOnce } from "../../container-rules/view";
import { checkContainers, type ContainerView } from "../../container-rules";
import { memoryLimit } from "../../container-rules/limits";
import { readHost, type Host } from "../../plan/host";
import { hostContradictions, type Hosted } from "../../plan/host-rules";
import { fail } from "../fail";
import type { TestStack } from "../test-stack";
import { containersOf, describeContainerFaults } from "./containers";

/** In what the containers do not fit a host; undefined where they do. */
export function fitProblem(stack: TestStack, host: Host): string | undefined {
  const read = readHost(host);
  if ("problem" in read) throw new TypeError(`host: ${read.problem}`);
  const containers = containersOf(stack).filter((container) => !neverRuns(container) && !runsOnce(container));
  const boundless = describeContainerFaults(
    "The stack may take any host whole",
    checkContainers(containers, [memoryLimit]),
  );
  const told = hostContradictions(
    containers.map((container) => hosted(container, stack)),
    read.capacity,
  );
  const problems = [...(boundless === undefined ? [] : [boundless]), ...told];
  return problems.length === 0 ? undefined : problems.join("\n");
}

/**
 * The memory limits of all containers that run for ever fit the host together, less what its system needs; none may use
 * more CPUs than there are; volumes of a declared size and logs fit the disk, where the host's is given.
 * @throws AssertionError that names who needs what, by how much it misses, and what would help
 */
export function assertFitsOn(stack: TestStack, host: Host): void {
  const problem = fitProblem(stack, host);
  if (problem !== undefined) fail(problem);
}

/** What a container asks of its host; what its service declared of its disk, where it is one of this library's. */
function hosted({ name, inputs }: ContainerView, { program }: TestStack): Hosted {
  const service = name.replace(/-container$/, "");
  return {
    name: service,
    limits: { memoryMiB: numberOf(inputs["memory"]), cpus: cpusOf(inputs) },
    disk: program.services.find((one) => one.name === service)?.disk ?? [],
  };
}

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Engines take CPUs as a number, or as a quota of a period in microseconds, of which the default is 100,000. */
function cpusOf({ cpus, cpuQuota, cpuPeriod }: ContainerView["inputs"]): number {
  if (typeof cpus === "string") return Number(cpus) || 0;
  return numberOf(cpuQuota) / (numberOf(cpuPeriod) || 100_000);
}
