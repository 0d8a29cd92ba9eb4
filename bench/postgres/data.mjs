// Data sets: a schema filled to a size, loaded once, stopped cleanly, and only read from then on.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tools/console.mjs";
import { dropCache, startServer } from "./server.mjs";
import { docker, provideVolume, removeVolume, volumeExists } from "./docker.mjs";
import { connection } from "./session.mjs";

const here = import.meta.dirname;

/** Fast, and safe here: a load that fails is thrown away. */
const loading = [
  "postgres",
  ...Object.entries({
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
    wal_level: "minimal",
    max_wal_senders: 0,
    shared_buffers: "1GB",
    maintenance_work_mem: "1GB",
    max_wal_size: "16GB",
    autovacuum: "off",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];

/** What makes each data set, in SQL or by pgbench, in a database of its own name. */
const fillers = {
  events: (mebibytes) => ["psql", "-v", `mib=${mebibytes}`, "-f", "-"],
  orders: (mebibytes) => ["psql", "-v", `mib=${mebibytes}`, "-f", "-"],
  // Scale 1 is 15 MiB with its index.
  pgbench: (mebibytes) => ["pgbench", "-i", "-q", "--init-steps=dtGvp", "-s", String(Math.round(mebibytes / 15))],
};

/** The volume with `schema` at `mebibytes`; a kept one is used again. Resolves with its name. */
export async function provideData(client, { schema, mebibytes, keep }) {
  const kept = keep ? `plimsoll-bench-${schema}-${mebibytes}` : undefined;
  if (kept && (await volumeExists(kept))) return kept;
  const volume = await provideVolume(`${schema}-${mebibytes}`, { kept });
  try {
    await load(client, { schema, mebibytes, volume });
  } catch (error) {
    await removeVolume(volume);
    throw error;
  }
  await dropCache(client.image, volume);
  return volume;
}

async function load(client, { schema, mebibytes, volume }) {
  const server = await startServer(client, { volume, command: loading });
  try {
    const exec = (program, ...args) => ["exec", "-i", client.name, program, ...connection, ...args];
    await docker(...exec("createdb", schema));
    const [program, ...args] = fillers[schema](mebibytes);
    if (program === "psql") {
      const input = readFileSync(join(here, `${schema}.sql`), "utf8");
      await run("docker", exec(program, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", schema, ...args), { input });
    } else await docker(...exec(program, ...args, schema));
    await docker(...exec("psql", "-Xq", "-d", schema, "-c", "vacuum (freeze, analyze)", "-c", "checkpoint"));
  } finally {
    await server.stop();
  }
}

/** A copy that may be written to. */
export async function copyVolume(client, from, purpose) {
  const volume = await provideVolume(purpose);
  const volumes = ["--volume", `${from}:/from:ro`, "--volume", `${volume}:/to`];
  await docker(
    "run",
    "--rm",
    "--network",
    "none",
    ...volumes,
    "--entrypoint",
    "cp",
    client.image,
    "-a",
    "--reflink=auto",
    "/from/.",
    "/to/",
  );
  await dropCache(client.image, volume);
  return volume;
}

/** The queries of a schema: [{ name, sql }]. */
export function queriesOf(schema) {
  const text = readFileSync(join(here, `${schema}-queries.sql`), "utf8");
  return text
    .split(/^-- name: /m)
    .slice(1)
    .map((part) => {
      const [name, ...sql] = part.split("\n");
      return { name, sql: sql.join("\n").trim().replace(/;$/, "") };
    });
}
