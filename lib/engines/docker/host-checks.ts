import type { PublishedPort, SourceFolder } from "../../spec/service-spec";
import { subnetsOverlap } from "../../units/subnet";
import type { Fault } from "../../validation/fault";

/** What stands on the engine already, as far as new resources can collide with it. */
export interface Neighbours {
  networks: { name: string; subnets: string[] }[];
  /** Running containers and the host ports they hold. */
  containers: { name: string; ports: { host: number; address: string }[] }[];
}

/** A new network's subnet must be free: the engine refuses it half-way through a deployment. */
export function subnetFaults(subnet: string, ownName: string, { networks }: Neighbours): Fault[] {
  return networks
    .filter(({ name, subnets }) => name !== ownName && subnets.some((other) => subnetsOverlap(subnet, other)))
    .map(({ name, subnets }) => ({
      path: "subnet",
      problem: `${subnet} overlaps the Docker network "${name}" (${subnets.join(", ")})`,
      remedy:
        name === "bridge"
          ? "write another one, that network is Docker's own"
          : `write another one, or remove that network: docker network rm ${name}`,
    }));
}

/** A host port must be free, unless the container that is replaced holds it. `listening`: ports held by other programs. */
export function portFaults(
  published: readonly PublishedPort[],
  ownName: string,
  { containers }: Neighbours,
  listening: readonly number[],
): Fault[] {
  return published.flatMap(({ host, address }) => {
    const holders = containers.filter(({ ports }) =>
      ports.some((held) => held.host === host && addressesMeet(held.address, address)),
    );
    const holder = holders.find(({ name }) => name !== ownName);
    // What listens then is its predecessor's own port.
    const free = holders.length > 0 || !listening.includes(host);
    if (holder === undefined && free) return [];
    const who = holder === undefined ? "another program on this host" : `the container "${holder.name}"`;
    return [
      {
        path: `publish`,
        problem: `port ${host} of ${address} is taken by ${who}`,
        remedy:
          holder === undefined
            ? `publish another port, or stop it (ss -ltnp shows it)`
            : `publish another port, or stop that container`,
      },
    ];
  });
}

/** A folder can be mounted only by an engine that has it; a loopback address may be this machine's own. */
export function sourceFaults(source: SourceFolder | undefined, host: string | undefined): Fault[] {
  if (source === undefined || host === undefined || /^(?:localhost|127\.[\d.]+|\[?::1\]?)$/.test(host)) return [];
  return [
    {
      path: "mode",
      problem: `the folder ${source.folder} is on this machine, and the engine on ${host}: it can't be seen live there`,
      remedy: "write Mode.production, or name an engine on this machine: pulumi config set docker:host unix:///path",
    },
  ];
}

/** Below this much free space builds and databases fail half-way. */
export const leastFreeBytes = 2 * 1024 ** 3;

export function diskFaults(freeBytes: number, folder: string): Fault[] {
  if (freeBytes >= leastFreeBytes) return [];
  const gib = (freeBytes / 1024 ** 3).toFixed(1);
  return [
    {
      path: folder,
      problem: `${gib} GiB are free where the engine keeps its data, ${leastFreeBytes / 1024 ** 3} are needed`,
      remedy: "make room: docker system df shows what is used, docker image prune removes images without a name",
    },
  ];
}

/** "0.0.0.0" and "::" hold a port on every address. */
function addressesMeet(one: string, other: string): boolean {
  const everywhere = ["0.0.0.0", "::", ""];
  return one === other || everywhere.includes(one) || everywhere.includes(other);
}
