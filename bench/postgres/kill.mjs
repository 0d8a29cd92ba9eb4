// The promise that matters most: every allowed connection runs the heaviest query at once. Who is killed for memory?

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { note, run, step } from "../../tools/console.mjs";
import { watch } from "./cgroup.mjs";
import { provideData, queriesOf } from "./data.mjs";
import { removeVolume } from "./docker.mjs";
import { dropCache, startServer } from "./server.mjs";
import { connection } from "./session.mjs";

/** Long enough for each session to fill its memory; whoever has not finished by then has not been killed either. */
const patienceSeconds = 180;

const heaviest = readFileSync(join(import.meta.dirname, "heaviest.sql"), "utf8");

export async function killTest({ client, size, configurations, keep }) {
  const mebibytes = Math.round(size.memoryMiB * 0.5);
  let volume;
  await step(`events: ${mebibytes} MiB`, async () => {
    volume = await provideData(client, { schema: "events", mebibytes, keep });
  });
  const queries = {
    "hash aggregate": queriesOf("events").find(({ name }) => name === "hash aggregate").sql,
    "heaviest report": heaviest,
  };
  const results = [];
  for (const attack of Object.keys(queries))
    for (const configuration of configurations) {
      await dropCache(client.image, volume);
      const outcome = await oneAttack({ client, size, volume, configuration, sql: queries[attack] });
      results.push({ attack, configuration: configuration.name, ...outcome });
      note(`${attack}, ${configuration.name}: ${JSON.stringify(outcome)}`);
    }
  if (!keep) await removeVolume(volume);
  return results;
}

async function oneAttack({ client, size, volume, configuration, sql }) {
  const server = await startServer(client, { volume, size, ...configuration });
  try {
    const session = server.session("events");
    const connections = Number(await session.ask("show max_connections"));
    await session.close();
    const memory = watch(server.group);
    const began = Date.now();
    const said = await storm(client, connections, sql);
    const seconds = Math.round((Date.now() - began) / 1000);
    const { peakMiB, kills } = memory.stop();
    const state = server.state();
    const log = await server.log();
    return {
      connections,
      finished: Number(/actually processed: (\d+)/.exec(said)?.[1] ?? 0),
      seconds,
      kernelKills: kills,
      serverKills: (log.match(/terminated by signal 9/g) ?? []).length,
      engineSaysOomKilled: state.OOMKilled,
      stillRunning: state.Running,
      peakMiB,
      errors: [...new Set(log.match(/(?:ERROR|FATAL|PANIC): .*/g) ?? [])].slice(0, 4),
    };
  } finally {
    await server.stop({ graceSeconds: 60 });
  }
}

/** pgbench opens all connections before any of them starts. Its report survives what happens to the server. */
async function storm(client, connections, sql) {
  const script = "/tmp/heaviest.sql";
  await run("docker", ["exec", "-i", client.name, "sh", "-c", `cat > ${script}`], {
    input: `${sql.trim().replace(/;$/, "")};\n`,
  });
  const pgbench = ["pgbench", ...connection, "-n", "-c", connections, "-j", 2, "-t", 1, "-f", script, "events"];
  const limited = ["timeout", "-s", "INT", patienceSeconds, ...pgbench].map(String);
  const { stdout, stderr } = await run("docker", ["exec", client.name, ...limited], {
    allowFailure: true,
    beat: 60_000,
  });
  return stdout + stderr;
}

export const killTable = (results) => ({
  headings: [
    "query",
    "configuration",
    "connections",
    "finished",
    "killed by the kernel",
    "all sessions lost",
    "peak MiB",
    "s",
    "errors",
  ],
  rows: results.map((one) => [
    one.attack,
    one.configuration,
    one.connections,
    one.finished,
    one.kernelKills,
    `${one.serverKills} times`,
    one.peakMiB,
    one.seconds,
    one.errors.some((error) => error.includes("shared memory segment")) ? "/dev/shm is full" : "",
  ]),
});
