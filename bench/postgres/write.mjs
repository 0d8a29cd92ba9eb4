// Writes: how much WAL the same work makes, and what it costs. Each turn begins with the same files.

import { median } from "../statistics.mjs";
import { note, step } from "../../tools/console.mjs";
import { copyVolume, provideData } from "./data.mjs";
import { removeVolume } from "./docker.mjs";
import { startServer } from "./server.mjs";
import { inTurns } from "./turns.mjs";
import { pgbench } from "./pgbench.mjs";

/** Enough for stock's max_wal_size of 1 GB to force checkpoints. */
const transactions = 80_000;

/** A batch as a nightly job has it: a third of all rows, changed in random places, and an index. */
const batch = `
  update pgbench_accounts set abalance = abalance + 1 where hashint4(aid) % 12 = 0;
  insert into pgbench_history select 1, 1, aid, 1, now(), repeat('x', 22) from pgbench_accounts where aid % 3 = 0;
  create index accounts_balance on pgbench_accounts (abalance, aid);`;

export async function writes({ client, size, configurations, rounds, keep }) {
  const mebibytes = Math.round(size.memoryMiB * 0.5);
  const samples = [];
  let data;
  await step(`pgbench: ${mebibytes} MiB`, async () => {
    data = await provideData(client, { schema: "pgbench", mebibytes, keep });
  });
  for (const [turn, configuration] of inTurns(configurations, rounds).entries()) {
    const volume = await copyVolume(client, data, "writes");
    const server = await startServer(client, { volume, size, ...configuration });
    try {
      const session = server.session("pgbench");
      const work = {
        "TPC-B-like": () => pgbench(client, { options: ["-M", "prepared"], clients: 8, transactions }),
        batch: () => session.ask(batch),
      };
      for (const [workload, action] of Object.entries(work)) {
        const sample = await measure(server, session, action);
        samples.push({ workload, configuration: configuration.name, turn, ...sample });
        note(`${workload}, ${configuration.name}: ${JSON.stringify(sample)}`);
      }
      await session.close();
    } finally {
      await server.stop();
      await removeVolume(volume);
    }
  }
  if (!keep) await removeVolume(data);
  return samples;
}

const checkpoints = "select num_timed + num_requested from pg_stat_checkpointer";

/** The checkpoint at the end is part of the cost: who postpones writing has to do it then. */
async function measure(server, session, action) {
  await session.ask("checkpoint");
  const lsn = await session.ask("select pg_current_wal_insert_lsn()");
  const before = { cpu: server.group.cpuMs(), checkpoints: Number(await session.ask(checkpoints)), time: Date.now() };
  await action();
  const wallMs = Date.now() - before.time;
  const during = Number(await session.ask(checkpoints)) - before.checkpoints;
  const wal = Number(await session.ask(`select pg_current_wal_insert_lsn() - '${lsn}'`));
  await session.ask("checkpoint");
  const cpuMs = server.group.cpuMs() - before.cpu;
  return { walMiB: Math.round(wal / 2 ** 20), cpuMs: Math.round(cpuMs), checkpoints: during, wallMs };
}

export function writesTable(samples) {
  const names = [...new Set(samples.map(({ configuration }) => configuration))];
  const workloads = [...new Set(samples.map(({ workload }) => workload))];
  const rows = workloads.flatMap((workload) =>
    Object.entries({ "WAL MiB": "walMiB", "CPU ms": "cpuMs", "checkpoints meanwhile": "checkpoints" }).map(
      ([title, key]) => {
        const middle = (name) =>
          median(
            samples.filter((one) => one.workload === workload && one.configuration === name).map((one) => one[key]),
          );
        const stock = names.includes("stock") ? middle("stock") : undefined;
        const cells = names.map((name) =>
          stock && name !== "stock" && key !== "checkpoints"
            ? `${middle(name)} (${(middle(name) / stock).toFixed(2)})`
            : String(middle(name)),
        );
        return [workload, title, ...cells];
      },
    ),
  );
  return { headings: ["workload", "", ...names], rows };
}

/** Plimsoll's WAL and CPU time against stock, for each workload. */
export function writeRatios(samples) {
  const middle = (workload, name, key) =>
    median(samples.filter((one) => one.workload === workload && one.configuration === name).map((one) => one[key]));
  const ratio = (workload, key) => middle(workload, "plimsoll", key) / middle(workload, "stock", key);
  return [...new Set(samples.map(({ workload }) => workload))].map((workload) => ({
    wal: ratio(workload, "walMiB"),
    cpu: ratio(workload, "cpuMs"),
  }));
}
