// Short transactions: point reads and TPC-B-like ones, CPU time for each. Parity is all that is hoped for.

import { median } from "../statistics.mjs";
import { note, step } from "../../tools/console.mjs";
import { copyVolume, provideData } from "./data.mjs";
import { removeVolume } from "./docker.mjs";
import { dropCache, startServer } from "./server.mjs";
import { inTurns } from "./turns.mjs";
import { pgbench } from "./pgbench.mjs";

const workloads = {
  "point reads": { options: ["-S", "-M", "prepared"], clients: 8, transactions: 120_000 },
  "TPC-B-like": { options: ["-M", "prepared"], clients: 8, transactions: 24_000 },
};

export async function shortTransactions({ client, size, configurations, factors, rounds, keep }) {
  const samples = [];
  for (const factor of factors) {
    const mebibytes = Math.round(size.memoryMiB * factor);
    let data;
    await step(`pgbench, ${factor} of the limit: ${mebibytes} MiB`, async () => {
      data = await provideData(client, { schema: "pgbench", mebibytes, keep });
    });
    // TPC-B writes: on a copy, so that the data kept for later runs stay as they were loaded.
    const volume = await copyVolume(client, data, "transactions");
    for (const [turn, configuration] of inTurns(configurations, rounds).entries()) {
      await dropCache(client.image, volume);
      const server = await startServer(client, { volume, size, ...configuration });
      try {
        // The first reads fill the caches.
        await pgbench(client, { ...workloads["point reads"], transactions: 40_000 });
        for (const [workload, what] of Object.entries(workloads)) {
          const session = server.session("pgbench");
          await session.ask("checkpoint");
          await session.close();
          const began = Date.now();
          const before = server.group.cpuMs();
          const processed = await pgbench(client, what);
          const cpuMs = server.group.cpuMs() - before;
          const perTransaction = Math.round((1e4 * cpuMs) / processed) / 10;
          samples.push({
            factor,
            workload,
            configuration: configuration.name,
            turn,
            microseconds: perTransaction,
            wallMs: Date.now() - began,
          });
          note(`${workload}, ${factor}, ${configuration.name}: ${perTransaction} us of CPU each`);
        }
      } finally {
        await server.stop();
      }
    }
    await removeVolume(volume);
    if (!keep) await removeVolume(data);
  }
  return samples;
}

/** Headings and rows: the median of each configuration, its ratio to stock, and the widest spread. */
export function transactionsTable(samples) {
  const names = [...new Set(samples.map(({ configuration }) => configuration))];
  const kinds = [...new Set(samples.map(({ workload, factor }) => `${workload}|${factor}`))];
  return {
    headings: ["CPU us for each transaction", "data", ...names, "spread"],
    rows: kinds.map((kind) => {
      const [workload, factor] = kind.split("|");
      const of = (name) =>
        samples
          .filter((one) => one.workload === workload && one.factor === Number(factor) && one.configuration === name)
          .map(({ microseconds }) => microseconds);
      const stock = names.includes("stock") ? median(of("stock")) : undefined;
      const cells = names.map((name) => {
        const middle = median(of(name));
        return stock && name !== "stock" ? `${middle.toFixed(1)} (${(middle / stock).toFixed(2)})` : middle.toFixed(1);
      });
      const spread = Math.max(
        ...names.map((name) => (Math.max(...of(name)) - Math.min(...of(name))) / median(of(name))),
      );
      return [workload, `${factor}x`, ...cells, `${Math.round(spread * 100)} %`];
    }),
  };
}

/** Plimsoll's CPU time against stock, for each workload. */
export function transactionRatios(samples) {
  const kinds = [...new Set(samples.map(({ workload, factor }) => `${workload}|${factor}`))];
  const middle = (kind, name) =>
    median(
      samples
        .filter(({ workload, factor, configuration }) => `${workload}|${factor}` === kind && configuration === name)
        .map(({ microseconds }) => microseconds),
    );
  return kinds.map((kind) => middle(kind, "plimsoll") / middle(kind, "stock"));
}
