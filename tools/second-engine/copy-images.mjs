// Brings images from one engine to another, as `docker save` and `docker load` do, without a file between them.

import { request } from "node:http";
import { Advice } from "../console.mjs";
import { engine } from "../stand-ins/engine.mjs";

/** Copies `names` from the engine at `from` to the one at `to`. */
export async function copyImages(names, from, to) {
  const query = new URLSearchParams(names.map((name) => ["names", name]));
  const archive = await new Promise((resolve, reject) => {
    const { protocol, pathname, hostname, port } = new URL(from);
    const address = protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
    request({ ...address, path: `/images/get?${query}` }, resolve)
      .on("error", reject)
      .end();
  });
  if (archive.statusCode !== 200) throw new Advice(`the engine at ${from} does not give ${names.join(", ")}`);
  await engine(to).load(archive);
}
