import type { Rule } from "../../lib/plan/rules/rule";
import type { ServiceFacts } from "../../lib/plan/service-facts";

/** A service that keeps every rule; `some` is what a test is about. */
export const facts = (name: string, some: Partial<ServiceFacts> = {}): ServiceFacts => ({
  name,
  component: "OptimizedNodeService",
  helpers: [`${name}-files`],
  network: "shop",
  acknowledged: [],
  limits: { memoryMiB: 512, memoryReservationMiB: 256, cpus: 1, cpusReserved: 0.5, pids: 256, shmMiB: 64 },
  settings: [],
  disk: [],
  ports: [],
  processes: 32,
  graceMs: 15_000,
  drainMs: 0,
  patienceMs: 80_000,
  recoveryMs: 0,
  calls: [],
  ...some,
});

/** What a rule has to say about the last service of a stack. */
export const told = (rule: Rule, ...stack: ServiceFacts[]): string[] =>
  rule.check(stack.at(-1) as ServiceFacts, stack).map(({ path, problem, remedy }) => `${path}: ${problem}; ${remedy}`);
