import * as pulumi from "@pulumi/pulumi";
import { readHost, type HostCapacity } from "../plan/host";
import type { HostPlan } from "../plan/host-plan";
import { hostContradictions } from "../plan/host-rules";
import { rules, rulesOfPlace } from "../plan/rules";
import type { ServiceFacts } from "../plan/service-facts";
import type { Fault } from "../validation/fault";
import { refuse } from "./refuse";

/** A rule that a service breaks. */
export interface BrokenRule extends Fault {
  rule: string;
  service: string;
}

/** What one run of a stack program has declared. */
export interface Program {
  services: ServiceFacts[];
  plans: HostPlan[];
  /** What was told of its host already: each container meets the same contradictions. */
  told: Set<string>;
  /** Set by whoever wants to see all that is wrong: rules are then noted instead of ending the program. */
  trial?: { host?: HostCapacity; broken: BrokenRule[] };
}

/** One for each run, under mocks as well. */
const programs = new WeakMap<object, Program>();

export function programOfThisRun(): Program {
  const run = pulumi.runtime.getMonitor() ?? pulumi.runtime;
  const program = programs.get(run) ?? { services: [], plans: [], told: new Set() };
  programs.set(run, program);
  return program;
}

/**
 * Declares a service: it must agree with those declared before it. Refuses it for that and for `faults` of its arguments
 * together.
 * @throws pulumi.InputPropertiesError with every fault
 */
export function declare(facts: ServiceFacts, faults: readonly Fault[]): void {
  const program = programOfThisRun();
  const stack = [...program.services, facts];
  // What was not understood has a stand-in, and rules about its value would find what isn't there.
  const broken = (faults.length > 0 ? rulesOfPlace : rules)
    .filter(({ name }) => !facts.acknowledged.includes(name))
    .flatMap(({ name: rule, check }) =>
      check(facts, stack).map((violation): BrokenRule => ({ rule, service: facts.name, ...violation })),
    );
  program.trial?.broken.push(...broken);
  refuse(facts.component, facts.name, program.trial === undefined ? [...faults, ...broken] : faults);
  program.services.push(facts);
}

/** In what the program's services contradict a host with these capacities; `plimsoll:host` of the stack's configuration says another one. */
export function contradictionsOn(engine: { cpus: number; memoryMiB: number }): string[] {
  const configured = new pulumi.Config("plimsoll").get("host");
  if (configured === "any") return [];
  const read = readHost(configured ?? { cpus: engine.cpus, memory: `${engine.memoryMiB}MiB` });
  if ("problem" in read) return [`plimsoll:host: ${read.problem}`];
  const { services, told } = programOfThisRun();
  return hostContradictions(services, read.capacity).map((problem) => {
    if (told.has(problem)) return "the stack does not fit its host, as told above";
    told.add(problem);
    return problem;
  });
}
