import type { ServiceFacts } from "../service-facts";

/** A contradiction between services, or within one. */
export interface Violation {
  /** Path of the argument that completes it. */
  path: string;
  problem: string;
  remedy: string;
}

/**
 * An agreement that services must keep. `stack`: the services declared so far, the checked one last: services refer to
 * earlier ones only, so each contradiction is found once, where it is completed.
 */
export interface Rule {
  name: string;
  /** What is agreed, in one sentence. */
  says: string;
  check: (service: ServiceFacts, stack: readonly ServiceFacts[]) => Violation[];
}

/** The service of that name, if it is declared. */
export const named = (stack: readonly ServiceFacts[], name: string): ServiceFacts | undefined =>
  stack.find((service) => service.name === name);

/** All but the last, which is the one that is checked. */
export const earlier = (stack: readonly ServiceFacts[]): readonly ServiceFacts[] => stack.slice(0, -1);
