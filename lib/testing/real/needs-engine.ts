import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { engineTooOld } from "../../engines/docker/engine";
import { sweepStack } from "./assets";

/** What a running test is skipped with: mocha's `this`, node:test's `t`, vitest's `ctx`. */
export interface Skippable {
  skip(reason?: string): unknown;
}

/** The oldest release of the Pulumi CLI that this library is tested with: 3.256. */
const oldestPulumi = [3, 256] as const;

/** An engine or a CLI that has not answered by then hangs. */
const patienceMs = 15_000;

/**
 * At the beginning of a test or a suite's hook: `if (!(await needsEngine(this))) return;`. Where no Docker Engine or no
 * Pulumi CLI answers, the test is skipped and a line says why; in CI (the variable CI is set) it fails, since a
 * test that nobody runs proves nothing.
 * @returns whether the test can go on; mocha and vitest end it here, node:test does not
 */
export async function needsEngine(context: Skippable): Promise<boolean> {
  const reason = await obstacle();
  if (reason === undefined) return true;
  if (process.env["CI"]) throw new Error(`this test needs a real engine: ${reason}`);
  console.log(`skipped: ${reason}`);
  context.skip(reason);
  return false;
}

/** Why no program can be brought up here, with the remedy; undefined when one can. */
export async function obstacle(): Promise<string | undefined> {
  return (await engineObstacle()) ?? (await pulumiObstacle());
}

async function engineObstacle(): Promise<string | undefined> {
  try {
    const { ApiVersion, Version } = await Promise.race([sweepStack().engineAt().version(), silence()]);
    return engineTooOld(ApiVersion, Version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `no Docker Engine answers (${why}); start one, or name it in DOCKER_HOST`;
  }
}

const silence = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no word in ${patienceMs / 1000} s`)), patienceMs).unref();
  });

async function pulumiObstacle(): Promise<string | undefined> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
    const { stdout } = await promisify(execFile)("pulumi", ["version"], { env, timeout: patienceMs });
    return pulumiTooOld(stdout.trim());
  } catch {
    return "no Pulumi CLI is on PATH; install it: https://www.pulumi.com/docs/install/";
  }
}

/** What to tell about a CLI that lacks what the components need; undefined when it has it. */
export function pulumiTooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestPulumi;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `the Pulumi CLI on PATH is ${version}; ${oldestMajor}.${oldestMinor} or newer is needed`;
}
