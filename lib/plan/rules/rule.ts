import type { Fault } from "../../validation/fault";
import type { ServiceFacts } from "../service-facts";

/**
 * An agreement that services must keep. `stack`: the services declared so far, the checked one last: services refer to
 * earlier ones only, so each contradiction is found once, where it is completed.
 */
export interface Rule {
  name: string;
  /** What is agreed, in one sentence. */
  says: string;
  check: (service: ServiceFacts, stack: readonly ServiceFacts[]) => Fault[];
}

/** The service of that name, if it is declared. */
export const named = (stack: readonly ServiceFacts[], name: string): ServiceFacts | undefined =>
  stack.find((service) => service.name === name);

/** All but the last, which is the one that is checked. */
export const earlier = (stack: readonly ServiceFacts[]): readonly ServiceFacts[] => stack.slice(0, -1);
