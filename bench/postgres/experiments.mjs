// The experiments by name: how each is run and printed.

import { table } from "../../tools/stack/table.mjs";
import { complexQueries } from "./complex.mjs";
import { killTable, killTest } from "./kill.mjs";
import { shortTransactions, transactionsTable } from "./transactions.mjs";
import { writes, writesTable } from "./write.mjs";
import { complexRows, complexTable } from "./tables.mjs";

const print = ({ headings, rows }) =>
  console.log(`${table(headings, rows, headings.map((_, index) => index).slice(1))}\n`);

export const experiments = {
  complex: {
    run: complexQueries,
    print(results) {
      for (const result of results)
        for (const cache of ["warm", "cold"]) {
          const rows = complexRows(result, cache);
          if (rows.length === 0) continue;
          console.log(
            `\n${result.schema}, ${result.factor} of the limit (${result.databaseMiB} MiB), ${cache}: CPU ms`,
          );
          print(complexTable(rows));
        }
    },
  },
  kill: { run: killTest, print: (results) => print(killTable(results)) },
  oltp: { run: shortTransactions, print: (samples) => print(transactionsTable(samples)) },
  write: { run: writes, print: (samples) => print(writesTable(samples)) },
};
