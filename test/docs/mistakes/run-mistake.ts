import { AssertionError, use } from "chai";
import { TestStack } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { assertions, type Assertion, type Mistake } from "./mistakes";

use(plimsollChai);

const root = resolve(__dirname, "..", "..", "..");
const example = join(root, "examples", "pilotpros");

const secrets = Object.fromEntries(
  ["postgresPassword", "pilotprosPassword", "n8nPassword", "n8nEncryptionKey", "n8nOwnerPassword"].map((name) => [
    name,
    `Secret-${name}-1`,
  ]),
);

/** Runs a copy of the example's program with one edit; without one, as it is. */
async function runEdited(edit: Mistake["edit"] | undefined): Promise<TestStack> {
  const source = readFileSync(join(example, "index.ts"), "utf8");
  if (edit !== undefined && source.split(edit[0]).length !== 2)
    throw new Error(`the example does not contain this once: ${edit[0]}`);
  const parent = join(root, ".plimsoll");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "mistake-"));
  try {
    writeFileSync(join(folder, "index.ts"), edit === undefined ? source : source.replace(edit[0], () => edit[1]));
    copyFileSync(join(example, "config.ts"), join(folder, "config.ts"));
    return await TestStack.run(() => import(join(folder, "index.ts")), {
      project: "pilotpros",
      secrets,
      workDir: example,
      contradictions: "note",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What each assertion that fails says of the program. */
export async function failuresOf(edit?: Mistake["edit"]): Promise<Partial<Record<Assertion, string>>> {
  const ran = await runEdited(edit).catch((refusal: Error) => refusal);
  if (ran instanceof Error) return { "await TestStack.run(...)": ran.message };
  const failures: Partial<Record<Assertion, string>> = {};
  for (const [name, assertion] of Object.entries(assertions) as [Assertion, (stack: TestStack) => unknown][])
    try {
      assertion(ran);
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      failures[name] = error.message;
    }
  return failures;
}
