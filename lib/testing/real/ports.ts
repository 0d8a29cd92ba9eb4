import { createServer, type AddressInfo, type Server } from "node:net";

/** How many names one run of a program may ask for: they are found before it runs, since it asks without waiting. */
const atOnce = 64;

/** What this process has given to any stack: never twice, though a port is free until a container takes it. */
const given = new Set<number>();

/** Ports of 127.0.0.1 for one stack, by names: a name keeps its port over all runs of the program. */
export class Ports {
  readonly #byName = new Map<string, number>();
  #free: number[] = [];

  /** Before each run of the program. */
  async find(): Promise<void> {
    // A set: what was free once may be offered again.
    const free = new Set<number>();
    while (free.size < atOnce) for (const port of await freePorts(atOnce)) if (!given.has(port)) free.add(port);
    this.#free = [...free].slice(0, atOnce);
  }

  readonly port = (name: string): number => {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    let next = this.#free.pop();
    // Another stack may have been given it meanwhile.
    while (next !== undefined && given.has(next)) next = this.#free.pop();
    if (next === undefined)
      throw new Error(`one run of a program can ask for ${atOnce} ports; "${name}" is beyond that`);
    given.add(next);
    this.#byName.set(name, next);
    return next;
  };
}

/**
 * Below those that systems give away by themselves (from 32768 on in Linux): Pulumi's own servers take such ports all the time, and a
 * build may lie between finding a port and using it. Above those that services are known by.
 */
const [lowest, highest] = [20_000, 32_767];

/** Bound all at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const bound = await Promise.all(Array.from({ length: count }, bind));
  const ports = bound.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(bound.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function bind(): Promise<Server> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    const server = createServer();
    const free = await new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(false) : reject(error),
      );
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (free) return server;
  }
}
