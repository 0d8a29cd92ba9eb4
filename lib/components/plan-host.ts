import * as pulumi from "@pulumi/pulumi";
import { readDemands, type Demand } from "../plan/demand";
import { readHost, type Host } from "../plan/host";
import { divideHost, type HostPlan, type PlannedService } from "../plan/host-plan";
import { describeShortage } from "../plan/shortage";
import { formatMemory } from "../units/memory";
import { describeFaults } from "../validation/fault";
import { programOfThisRun } from "./program";

/** A service's part of the host, as its component takes it: `new TunedPostgres("db", { ...plan.db })`. */
export interface HostShare {
  memory: string;
  cpus: number;
  cpusReserved: number;
}

/**
 * Divides a host among services: memory as a hard partition, less what the system and its page cache need; CPUs as
 * weights with caps. Every service gets its minimum, then all grow towards their ideals, and only then towards their maxima.
 *
 * @example
 * const plan = planHost("4cpu,8GiB", { db: { ...TunedPostgres.demand, weight: 2 }, api: OptimizedNodeService.demand });
 * const db = new TunedPostgres("db", { ...plan.db, password });
 *
 * @throws pulumi.RunError with every fault of the demands; or, where they do not fit, with what each service needs, what
 * there is, by how much it misses, and what would make it fit
 */
export function planHost<Name extends string>(host: Host, demands: Record<Name, Demand>): Record<Name, HostShare> {
  const program = programOfThisRun();
  const { services, faults } = readDemands(demands);
  const read = readHost(host);
  const unread = "problem" in read ? [{ path: "host", problem: read.problem, remedy: "see planHost" }] : [];
  if ("problem" in read || faults.length > 0) throw refusal(describeFaults("planHost", "host", [...unread, ...faults]));
  const plan = divideHost(program.trial?.host ?? read.capacity, services);
  program.plans.push(plan);
  const shortage = shortageOf(plan);
  if (shortage !== undefined && program.trial === undefined) throw refusal(`planHost: ${shortage}`);
  return Object.fromEntries(plan.services.map((service) => [service.name, shareOf(service)])) as Record<
    Name,
    HostShare
  >;
}

const shortageOf = ({ host, services }: HostPlan): string | undefined =>
  describeShortage(
    host,
    services.map(({ name, minimumMiB }) => ({ name, neededMiB: minimumMiB })),
    "minimum",
  );

const hundredths = (cpus: number): number => Math.max(0.01, Math.floor(cpus * 100 + 1e-6) / 100);

const shareOf = ({ memoryMiB, cpus, cpusReserved }: PlannedService): HostShare => ({
  memory: formatMemory(memoryMiB),
  cpus: hundredths(cpus),
  cpusReserved: hundredths(cpusReserved),
});

/** Its stack trace would point into this library; the message says all there is to know. */
function refusal(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
