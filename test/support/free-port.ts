import { createServer } from "node:net";

/** What this process has given to any test: never twice, though a port is free until a container takes it. */
const given = new Set<number>();

/** Below those that the system gives away by itself: Pulumi's own servers take such ports all the time, and a build lies between asking and using. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
