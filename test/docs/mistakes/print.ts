// Each mistake with what its assertion says, as JSON: for the table in docs/testing-mistakes.md.
import { mistakes } from "./mistakes";
import { failuresOf } from "./run-mistake";

async function print(): Promise<void> {
  const rows = [];
  for (const { title, edit, assertion } of mistakes)
    rows.push({ title, edit, assertion, says: (await failuresOf(edit))[assertion] });
  console.log(JSON.stringify(rows));
}

void print();
