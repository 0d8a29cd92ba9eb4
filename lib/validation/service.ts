import { isIP } from "node:net";
import type { ServiceArgs } from "../components/service-args";
import { defaultPids, defaultPublishAddress, defaultShmMiB } from "../spec/defaults";
import type { HealthProbe, Limits, PublishedPort } from "../spec/service-spec";
import { formatMemory } from "../units/memory";
import type { Checks } from "./checks";

/** What a component takes when its user says nothing. */
export interface ServiceDefaults {
  memory: string;
  cpus: number;
  /** The least its program starts with, and why. */
  leastMemoryMiB: number;
  leastMemoryWhy: string;
  health: { interval: string; timeout: string; startPeriod: string; retries: number };
  stopGrace: string;
}

/** The arguments of every service, understood. */
export interface CheckedService {
  limits: Limits;
  health: Omit<HealthProbe, "command">;
  graceMs: number;
  ports: PublishedPort[];
  /** Promises and rules that the program breaks knowingly. */
  acknowledged: readonly string[];
}

/** Reads what every service takes. `containerPort` is the port that `publish` leads to. */
export function checkService(
  checks: Checks,
  args: ServiceArgs,
  defaults: ServiceDefaults,
  containerPort: number,
): CheckedService {
  return {
    limits: checkLimits(checks, args, defaults),
    health: {
      intervalMs: checks.duration("health.interval", args.health?.interval ?? defaults.health.interval),
      timeoutMs: checks.duration("health.timeout", args.health?.timeout ?? defaults.health.timeout),
      startPeriodMs: checks.duration("health.startPeriod", args.health?.startPeriod ?? defaults.health.startPeriod),
      retries: checks.wholeNumber("health.retries", args.health?.retries ?? defaults.health.retries, {
        minimum: 1,
        maximum: 1000,
      }),
    },
    graceMs: checks.duration("stopGrace", args.stopGrace ?? defaults.stopGrace),
    ports: checkPorts(checks, args, containerPort),
    acknowledged: args.acknowledge ?? [],
  };
}

function checkLimits(checks: Checks, args: ServiceArgs, defaults: ServiceDefaults): Limits {
  const memoryMiB = checks.memory("memory", args.memory ?? defaults.memory, {
    minimum: defaults.leastMemoryMiB,
    why: defaults.leastMemoryWhy,
  });
  const cpus = checks.cpus("cpus", args.cpus ?? defaults.cpus);
  const memoryReservationMiB =
    args.memoryReservation === undefined
      ? Math.floor(memoryMiB / 2)
      : checks.memory("memoryReservation", args.memoryReservation, { minimum: 6, why: "the engine accepts" });
  const cpusReserved = args.cpusReserved === undefined ? cpus / 2 : checks.cpus("cpusReserved", args.cpusReserved);
  if (checks.understood("memory") && memoryReservationMiB > memoryMiB) {
    const problem = `"${args.memoryReservation}" is more than the limit, ${formatMemory(memoryMiB)}`;
    checks.add("memoryReservation", problem, `write "${formatMemory(memoryMiB)}" or less, or raise memory`);
  }
  if (checks.understood("cpus") && cpusReserved > cpus) {
    checks.add(
      "cpusReserved",
      `${cpusReserved} is more than the limit, ${cpus}`,
      `write ${cpus} or less, or raise cpus`,
    );
  }
  const pids = checks.wholeNumber("pids", args.pids ?? defaultPids, { minimum: 16, maximum: 1_000_000 });
  return { memoryMiB, memoryReservationMiB, cpus, cpusReserved, pids, shmMiB: defaultShmMiB };
}

function checkPorts(checks: Checks, args: ServiceArgs, containerPort: number): PublishedPort[] {
  if (args.publish === undefined) {
    if (args.publishAddress !== undefined) {
      checks.add("publishAddress", "binds nothing without publish", "write publish too, or leave it out");
    }
    return [];
  }
  const address = args.publishAddress ?? defaultPublishAddress;
  if (isIP(address) === 0) {
    const remedy = `write "127.0.0.1" for this host alone, "0.0.0.0" for everybody, or one of the host's own`;
    checks.add("publishAddress", `"${address}" is not an IP address`, remedy);
  }
  const host = checks.port("publish", args.publish);
  return checks.understood("publish") ? [{ container: containerPort, host, address }] : [];
}
