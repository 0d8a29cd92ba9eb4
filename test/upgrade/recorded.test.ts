import { expect } from "chai";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  assertNoReplacement,
  compareStacks,
  describeChanges,
  recordStack,
  TestStack,
  type RecordedStack,
} from "plimsoll/testing";
import { program } from "./program";

const folder = join(__dirname, "recorded");
const root = resolve(__dirname, "..", "..");

const read = (file: string): RecordedStack => JSON.parse(readFileSync(file, "utf8")) as RecordedStack;

/** The version that is being worked on, and where what it registers is recorded. */
const { version } = read(join(root, "package.json")) as unknown as { version: string };
const current = join(folder, `${version}.json`);

const run = (): Promise<TestStack> => TestStack.run(program, { project: "shop", stack: "production" });

/** `UPDATE_RECORDED=1 npx mocha test/upgrade/recorded.test.ts` */
async function record(): Promise<void> {
  const since = existsSync(current) ? { since: read(current) } : {};
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(recordStack(await run(), since));
  const { format, resolveConfig } = await import("prettier");
  writeFileSync(current, await format(text, { ...(await resolveConfig(current)), parser: "json" }));
}

describe("stacks that a release has left on hosts", () => {
  before(async () => {
    if (process.env["UPDATE_RECORDED"]) await record();
  });

  it(`are recorded for ${version}`, () => {
    expect(existsSync(current), "record it: UPDATE_RECORDED=1 npx mocha test/upgrade/recorded.test.ts").to.equal(true);
  });

  for (const file of readdirSync(folder)) {
    it(`keep their data when they come from ${file.replace(/\.json$/, "")}`, async () => {
      await assertNoReplacement(read(join(folder, file)), program);
    });
  }

  it(`are as the changelog of ${version} says: nothing is done to them that is not recorded`, async () => {
    const changes = compareStacks(read(current), await run());
    if (changes.length === 0) return;
    throw new Error(
      `A stack of ${version} would change:\n\n${describeChanges(changes)}\n` +
        "Write what the next preview shows into CHANGELOG.md, then record anew: " +
        "UPDATE_RECORDED=1 npx mocha test/upgrade/recorded.test.ts",
    );
  });
});
