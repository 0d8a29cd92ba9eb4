import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { engine } from "./engine";
import type { Neighbours } from "./host-checks";

/** Asks the engine what stands on it. */
export async function readNeighbours(): Promise<Neighbours> {
  const client = await engine();
  const [networks, containers] = await Promise.all([client.listNetworks(), client.listContainers()]);
  return {
    networks: networks.map(({ Name, IPAM }) => ({
      name: Name,
      subnets: (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet === undefined ? [] : [Subnet])),
    })),
    containers: containers.map(({ Names, Ports }) => ({
      name: (Names[0] ?? "").slice(1),
      ports: Ports.filter(({ PublicPort }) => PublicPort).map(({ PublicPort, IP }) => ({
        host: PublicPort,
        address: IP ?? "",
      })),
    })),
  };
}

/** Those of the ports that a program on this machine listens on. Meaningful only where the engine is on this machine. */
export async function listeningPorts(ports: readonly { host: number; address: string }[]): Promise<number[]> {
  if (!(await engineIsLocal())) return [];
  const taken = await Promise.all(
    ports.map(async ({ host, address }) => ((await isTaken(host, address)) ? [host] : [])),
  );
  return taken.flat();
}

/** Free bytes where the engine keeps its data, and the folder; undefined where this machine can't see it. */
export async function freeSpace(): Promise<{ freeBytes: number; folder: string } | undefined> {
  if (!(await engineIsLocal())) return undefined;
  const { DockerRootDir: folder } = (await (await engine()).info()) as { DockerRootDir: string };
  const status = await statfs(folder).catch(() => undefined);
  return status && { freeBytes: status.bavail * status.bsize, folder };
}

const engineIsLocal = async (): Promise<boolean> => (await engineHost()) === undefined;

/** The name of the machine that the engine is on; undefined where it is this one, by a socket. */
export async function engineHost(): Promise<string | undefined> {
  const { modem } = (await engine()) as unknown as { modem: { socketPath?: string; host?: string } };
  return modem.socketPath === undefined ? (modem.host ?? "another machine") : undefined;
}

function isTaken(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    probe.listen(port, address, () => probe.close(() => resolve(false)));
  });
}
