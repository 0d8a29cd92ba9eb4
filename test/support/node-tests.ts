import { expect } from "chai";
import { spawnSync } from "node:child_process";

/** Runs a suite of node's own runner, and fails with its report when one of its tests does, or is skipped. */
export function expectNodeTests(
  folder: string,
  pattern: string,
  { least, env = {} }: { least: number; env?: NodeJS.ProcessEnv },
) {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env };
  // Else node's runner takes itself for a part of the runner that started it.
  delete environment["NODE_TEST_CONTEXT"];
  const { stdout, stderr, status } = spawnSync("node", ["--test", "--test-reporter=tap", pattern], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    maxBuffer: 64 * 1024 ** 2,
  });
  const failed = stdout.split("\n").filter((line) => /^\s*not ok/.test(line));
  expect({ status, failed }, `${stdout}\n${stderr}`).to.deep.equal({ status: 0, failed: [] });
  expect(stdout).not.to.contain("# SKIP");
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).to.be.at.least(least);
}
