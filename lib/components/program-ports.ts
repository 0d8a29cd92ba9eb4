import * as pulumi from "@pulumi/pulumi";
import type { PublishedPort } from "../spec/service-spec";
import type { Fault } from "../validation/fault";

/** Host ports that this run of the program has given away: one table for each run, under mocks as well. */
const tables = new WeakMap<object, Map<number, string>>();

/** Faults for the ports another service of the same program publishes already; claims the others. */
export function claimPorts(service: string, ports: readonly PublishedPort[]): Fault[] {
  const run = pulumi.runtime.getMonitor() ?? pulumi.runtime;
  const table = tables.get(run) ?? new Map<number, string>();
  tables.set(run, table);
  return ports.flatMap(({ host }) => {
    const holder = table.get(host);
    if (holder === undefined || holder === service) {
      table.set(host, service);
      return [];
    }
    return [
      {
        path: "publish",
        problem: `port ${host} is published by "${holder}" already`,
        remedy: "publish each service on a port of its own",
      },
    ];
  });
}
