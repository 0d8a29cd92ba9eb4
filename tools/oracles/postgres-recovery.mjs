// How fast a server replays its log after a kill, for three kinds of log: `node tools/oracles/postgres-recovery.mjs`. Takes some
// minutes and 4 GB below the temporary folder. lib/tuning/postgres/recovery.ts holds what came out.

import { setTimeout as wait } from "node:timers/promises";
import { main, note, run, step } from "../console.mjs";
import { openPostgres } from "./postgres.mjs";

const major = 18;

/** Nothing but the kill ends the log: no checkpoint by time or size, none forced. */
const settings = [
  "shared_buffers=512MB",
  "max_wal_size=16GB",
  "checkpoint_timeout=1h",
  "synchronous_commit=off",
  "autovacuum=off",
  "jit=off",
  "huge_pages=off",
];

const rows = 6_000_000;
const randomUpdates = (count) =>
  `update items a set n = n + 1 from (select distinct (random() * ${rows})::int i from generate_series(1, ${count})) r where a.i = r.i`;

const kinds = [
  {
    kind: "a bulk load with its index",
    settings: [],
    write: [
      "create table load as select i, md5(i::text) t, random() r from generate_series(1, 5000000) i",
      "create index on load (t)",
    ],
  },
  {
    kind: "random updates, each page in full once",
    settings: [],
    write: [randomUpdates(400_000), randomUpdates(400_000)],
  },
  {
    kind: "random updates, small records only",
    settings: ["full_page_writes=off"],
    write: [randomUpdates(800_000), randomUpdates(800_000), randomUpdates(800_000)],
  },
];

await main(async () => {
  const server = await openPostgres(major);
  try {
    await step("load", async () => {
      const running = await server.start(settings);
      await running.query(`create table items as select i, 0 n, repeat('x', 80) t from generate_series(0, ${rows}) i`);
      await running.query("create unique index on items (i)");
      await running.stop();
    });
    for (const { kind, settings: own, write } of kinds)
      note(`${kind}: ${await replay(server, [...settings, ...own], write)}`);
  } finally {
    await server.close();
  }
});

async function replay(server, given, write) {
  const before = await server.start(given);
  await before.query("checkpoint");
  for (const sql of write) await before.query(sql);
  // What is written lazily must reach the log before the kill.
  await before.query("set synchronous_commit = on; create table mark (); drop table mark");
  await before.stop("SIGKILL");
  // Its processes notice that the postmaster is gone, and free the shared memory.
  await wait(5000);
  await run("sync", []);
  await run("find", [
    server.data,
    "-type",
    "f",
    "-size",
    "+64k",
    "-exec",
    "dd",
    "of={}",
    "oflag=nocache",
    "conv=notrunc,fdatasync",
    "count=0",
    "status=none",
    ";",
  ]);
  const after = await server.start(given);
  const log = after.log();
  await after.query("checkpoint");
  await after.stop();
  const [from, to] = ["starts", "done"].map((word) => position(new RegExp(`redo ${word} at (\\w+)/(\\w+)`).exec(log)));
  const seconds = Number(/redo done .* elapsed: ([\d.]+) s/.exec(log)?.[1]);
  const mib = (to - from) / 2 ** 20;
  return `${Math.round(mib)} MiB in ${seconds} s, ${Math.round(mib / seconds)} MiB/s`;
}

function position([, high, low]) {
  return parseInt(high, 16) * 2 ** 32 + parseInt(low, 16);
}
