// pgbench with a fixed number of transactions, from the client's container.

import { run } from "../../tools/console.mjs";
import { connection } from "./session.mjs";

/** Resolves with how many transactions were processed. The order of the rows is the same in each run. */
export async function pgbench(client, { options, clients, transactions }) {
  const each = Math.round(transactions / clients);
  const fixed = ["-n", "-c", clients, "-j", 1, "-t", each, "--random-seed=7"];
  const args = [...connection, ...fixed, ...options, "pgbench"].map(String);
  const { stdout } = await run("docker", ["exec", client.name, "pgbench", ...args], { beat: 60_000 });
  const processed = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
  if (processed !== each * clients) throw new Error(`pgbench processed ${processed} of ${each * clients}`);
  return processed;
}
