/** The columns of the matrix: what can go wrong with any property of a container. */
export type Column =
  "second preview empty" | "empty after refresh" | "really there" | "edit really applied" | "empty after the edit";

const columns: Column[] = [
  "second preview empty",
  "empty after refresh",
  "really there",
  "edit really applied",
  "empty after the edit",
];

const rows = new Map<string, Map<Column, boolean>>();

/** A test of one cell: registers it with mocha, and keeps its result for the table. */
export function cell(row: string, column: Column, test: () => unknown): void {
  it(`${row}: ${column}`, async () => {
    const results = rows.get(row) ?? new Map<Column, boolean>();
    rows.set(row, results.set(column, false));
    await test();
    results.set(column, true);
  });
}

/** Printed when every test has run. */
after(() => {
  if (rows.size === 0) return;
  const width = Math.max(...[...rows.keys()].map((row) => row.length));
  const mark = (result: boolean | undefined): string => (result === undefined ? "" : result ? "yes" : "NO");
  console.log(`\n  ${"provider traps".padEnd(width)}  ${columns.join("  ")}`);
  for (const [row, results] of rows) {
    const marks = columns.map((column) => mark(results.get(column)).padEnd(column.length));
    console.log(`  ${row.padEnd(width)}  ${marks.join("  ")}`);
  }
});
