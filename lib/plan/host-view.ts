import { availableMiB, type HostCapacity } from "./host";
import type { HostPlan } from "./host-plan";
import { hostContradictions } from "./host-rules";
import type { ServiceFacts } from "./service-facts";

/** A service on its host, for people to look at. */
export interface ViewedService {
  name: string;
  component: string;
  memoryMiB: number;
  /** What its plan said it needs; undefined where its limits were written by hand. */
  minimumMiB?: number;
  idealMiB?: number;
  maximumMiB?: number;
  cpus: number;
  /** CPUs it has for sure when every service wants all it may use. */
  sureCpus: number;
  /** Why it has this much memory. */
  reason: string;
}

/** A whole stack on its host. */
export interface HostView {
  host: HostCapacity;
  services: ViewedService[];
  /** Negative where the stack does not fit. */
  leftMiB: number;
  /** In what the stack contradicts the host; empty where it fits. */
  contradictions: string[];
}

/** What each declared service has of the host, with the reasons of the plans that gave it. */
export function viewHost(host: HostCapacity, stack: readonly ServiceFacts[], plans: readonly HostPlan[]): HostView {
  const planned = new Map(plans.flatMap(({ services }) => services.map((service) => [service.name, service] as const)));
  const reserved = stack.reduce((all, { limits }) => all + limits.cpusReserved, 0);
  const services = stack.map(({ name, component, limits }): ViewedService => {
    const plan = planned.get(name);
    const { memoryMiB, cpus, cpusReserved } = limits;
    return {
      name,
      component,
      memoryMiB,
      cpus,
      sureCpus: Math.min(cpus, (cpusReserved / reserved) * host.cpus),
      ...(plan?.memoryMiB === memoryMiB
        ? {
            minimumMiB: plan.minimumMiB,
            idealMiB: plan.idealMiB,
            maximumMiB: plan.maximumMiB,
            reason: plan.reason,
          }
        : { reason: "given in the program, or the component's default" }),
    };
  });
  const given = services.reduce((all, { memoryMiB }) => all + memoryMiB, 0);
  return {
    host,
    services,
    leftMiB: availableMiB(host) - given,
    contradictions: hostContradictions(stack, host),
  };
}
