import { createServer } from "node:net";

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

/** Bound all at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
