import * as pulumi from "@pulumi/pulumi";
import type { PublishedPort } from "../spec/service-spec";
import type { Fault } from "../validation/fault";

/** What this run of the program has given away, by what: one table for each run, under mocks as well. */
const tables = new WeakMap<object, Map<string, string>>();

function tableOfThisRun(): Map<string, string> {
  const run = pulumi.runtime.getMonitor() ?? pulumi.runtime;
  const table = tables.get(run) ?? new Map<string, string>();
  tables.set(run, table);
  return table;
}

/** Faults for what another service of the same program has already; claims what is free. */
export function claim(
  component: string,
  name: string,
  helpers: readonly string[],
  ports: readonly PublishedPort[],
): Fault[] {
  return [
    ...claimNames(`${component} "${name}"`, [name, ...helpers.map((helper) => `${name}-${helper}`)]),
    ...claimPorts(name, ports),
  ];
}

/** Two containers of one name would meet half-way through a deployment. `names`: the service's and its helpers'. */
function claimNames(claimant: string, names: readonly string[]): Fault[] {
  const table = tableOfThisRun();
  return names.flatMap((name) => {
    const holder = table.get(`name ${name}`);
    table.set(`name ${name}`, holder ?? claimant);
    if (holder === undefined || holder === claimant) return [];
    const problem = `a container "${name}" belongs to ${holder} already`;
    return [
      {
        path: "name",
        problem,
        remedy: "give each service a name of its own, and not one that ends like another one's helper",
      },
    ];
  });
}

function claimPorts(service: string, ports: readonly PublishedPort[]): Fault[] {
  const table = tableOfThisRun();
  return ports.flatMap(({ host }) => {
    const holder = table.get(`port ${host}`);
    table.set(`port ${host}`, holder ?? service);
    if (holder === undefined || holder === service) return [];
    const problem = `port ${host} is published by "${holder}" already`;
    return [{ path: "publish", problem, remedy: "publish each service on a port of its own" }];
  });
}
