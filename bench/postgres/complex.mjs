// Complex queries: CPU time of each under each configuration, cold and warm.

import { createHash } from "node:crypto";
import { note, step } from "../../tools/console.mjs";
import { watch } from "./cgroup.mjs";
import { provideData, queriesOf } from "./data.mjs";
import { removeVolume } from "./docker.mjs";
import { dropCache, startServer } from "./server.mjs";
import { inTurns } from "./turns.mjs";

export const schemas = ["events", "orders"];

/** One statement may take this long: a plan that went wrong ends as a failure in the results, not as a run without end. */
const patience = "300s";

export async function complexQueries({ client, size, configurations, factors, rounds, warmRuns, keep, only }) {
  const results = [];
  for (const schema of schemas.filter((name) => !only || only.includes(name)))
    for (const factor of factors) {
      const mebibytes = Math.round(size.memoryMiB * factor);
      const what = { schema, factor, mebibytes };
      results.push(await oneDataSet({ client, size, configurations, rounds, warmRuns, keep, ...what }));
    }
  return results;
}

async function oneDataSet({ client, size, configurations, schema, factor, mebibytes, rounds, warmRuns, keep }) {
  let volume;
  await step(`${schema}, ${factor} of the limit: ${mebibytes} MiB`, async () => {
    volume = await provideData(client, { schema, mebibytes, keep });
  });
  const samples = [];
  const plans = {};
  const digests = {};
  let databaseMiB;
  for (const [turn, configuration] of inTurns(configurations, rounds).entries()) {
    const { name } = configuration;
    await dropCache(client.image, volume);
    const server = await startServer(client, { volume, size, ...configuration });
    const session = server.session(schema);
    try {
      await session.ask(`set statement_timeout = '${patience}'; set client_min_messages = error`);
      databaseMiB ??= Number(await session.ask("select pg_database_size(current_database()) / 1048576"));
      for (let pass = 0; pass <= warmRuns; pass++) {
        const cache = pass === 0 ? "cold" : "warm";
        const took = [];
        for (const query of queriesOf(schema)) {
          const measured = await measure(server, session, query);
          if (measured.digest) agree((digests[query.name] ??= measured.digest), measured.digest, query, name);
          samples.push({ configuration: name, turn, cache, query: query.name, ...measured });
          took.push(Math.round(measured.cpuMs));
        }
        note(`${name}, ${cache}: ${took.join(" ")} ms, together ${took.reduce((sum, ms) => sum + ms, 0)}`);
      }
      plans[name] ??= await planShapes(session, schema);
    } finally {
      await session.close();
      await server.stop();
    }
  }
  if (!keep) await removeVolume(volume);
  return { schema, factor, databaseMiB, samples, plans };
}

const counters = `select pg_stat_force_next_flush();
  select temp_bytes, blks_read, blks_hit, pg_current_wal_insert_lsn() - '0/0' from pg_stat_database where datname = current_database()`;

async function measure(server, session, { sql }) {
  const [bytes, read, hit, wal] = numbers(await session.ask(counters));
  const memory = watch(server.group);
  const began = Date.now();
  const before = server.group.cpuMs();
  let failure;
  let output;
  try {
    output = await session.ask(sql);
  } catch (error) {
    failure = error.message;
  }
  const cpuMs = server.group.cpuMs() - before;
  const wallMs = Date.now() - began;
  const { peakMiB, kills } = memory.stop();
  const [bytesAfter, readAfter, hitAfter, walAfter] = numbers(await session.ask(counters));
  return {
    cpuMs: Math.round(cpuMs * 10) / 10,
    wallMs,
    tempMiB: Math.round((bytesAfter - bytes) / 2 ** 20),
    blocksRead: readAfter - read,
    blocksHit: hitAfter - hit,
    walBytes: walAfter - wal,
    peakMiB,
    ...(kills > 0 && { kills }),
    ...(failure ? { failure } : { digest: createHash("md5").update(output).digest("hex").slice(0, 12) }),
  };
}

const numbers = (line) => line.trim().split("\n").at(-1).split("|").map(Number);

/** Faster and wrong is not faster. */
function agree(expected, digest, { name }, configuration) {
  if (digest !== expected)
    throw new Error(`${name} gives another result with ${configuration} than with the first configuration`);
}

/** What the planner chose for each query, one line each: nodes in order, with their tables and indexes. */
async function planShapes(session, schema) {
  const shapes = {};
  for (const { name, sql } of queriesOf(schema)) {
    const [{ Plan: plan }] = JSON.parse(await session.ask(`explain (format json) ${sql}`));
    shapes[name] = shape(plan);
  }
  return shapes;
}

function shape(plan) {
  const {
    "Node Type": type,
    Strategy: strategy,
    "Join Type": join,
    "Relation Name": table,
    "Index Name": index,
  } = plan;
  const workers = plan["Workers Planned"] ? ` x${plan["Workers Planned"]}` : "";
  const on = [table, index && `by ${index}`].filter(Boolean).join(" ");
  const kind = [plan["Parallel Aware"] && "Parallel", strategy, join && join !== "Inner" && join, type]
    .filter(Boolean)
    .join(" ");
  const below = (plan.Plans ?? []).map(shape);
  return `${kind}${workers}${on && ` ${on}`}${below.length > 0 ? ` (${below.join(", ")})` : ""}`;
}
