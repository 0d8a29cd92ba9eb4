import { setImmediate, setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { waitForRegistrations } from "./pulumi-internals";
import type { Constructed, Recorder } from "./recorder";

const tickMs = 100;

/** Below the 2 s after which mocha gives up by itself, without saying what hangs. */
const patienceMs = 1500;

/** A program that has not returned may still be compiled, by a busy machine and in another process. */
const loadingPatienceMs = 15_000;

/** What hangs, in words. */
export class Stuck extends Error {}

/**
 * Waits until the program and everything it registers have come to rest. `patience`: how long nothing may happen.
 * @throws Stuck that names what never ends
 */
export async function settle(
  stack: Promise<unknown>,
  program: { returned: boolean },
  recorder: Recorder,
  patience?: number,
): Promise<void> {
  const most = (): number => patience ?? (program.returned ? patienceMs : loadingPatienceMs);
  const over = new AbortController();
  const rest = async (): Promise<void> => {
    await stack;
    // A value that comes late may construct more.
    for (let seen = -1; seen !== recorder.events;) {
      seen = recorder.events;
      await waitForRegistrations(pulumi.runtime);
      // Errors that nobody caught are told only after the promises' own work.
      await setImmediate();
    }
  };
  const silence = async (): Promise<never> => {
    // Ticks, not a clock: a machine that is busy with other things has not been waiting for us.
    for (let quiet = 0, seen = recorder.events; quiet * tickMs < most(); quiet++) {
      await setTimeout(tickMs, undefined, { signal: over.signal });
      if (seen !== recorder.events) [quiet, seen] = [0, recorder.events];
    }
    throw new Stuck(await describeStuck(recorder.constructed, program.returned, most()));
  };
  const waiting = silence();
  // Cancelled when all has come to rest.
  waiting.catch(() => undefined);
  try {
    await Promise.race([rest(), waiting]);
  } finally {
    over.abort();
  }
}

async function describeStuck(
  constructed: readonly Constructed[],
  returned: boolean,
  waitedMs: number,
): Promise<string> {
  const stuck = await Promise.all(constructed.filter(({ registered }) => registered === undefined).map(describe));
  if (!returned) stuck.push("  the program itself: something that it awaits never comes");
  if (stuck.length === 0) stuck.push("  an output of the stack or of a component, which never resolves");
  return [
    `The run does not end: for ${waitedMs / 1000} s nothing has happened, and these wait:`,
    ...stuck,
    'Where a program waits that long on purpose, write patience: "10s" in the options, and give the test more time too.',
  ].join("\n");
}

async function describe({ type, name, props, parent }: Constructed): Promise<string> {
  const waits = [];
  for (const [property, value] of Object.entries(props)) if (!(await resolves(value))) waits.push(`"${property}"`);
  const why =
    waits.length > 0
      ? `its ${waits.length === 1 ? "input" : "inputs"} ${waits.join(", ")} never resolves`
      : parent === undefined
        ? "something it depends on never resolves"
        : "its parent or something it depends on never resolves";
  return `  ${name} (${type}): ${why}`;
}

/** Whether a value, outputs within it included, is there by now. */
async function resolves(value: unknown): Promise<boolean> {
  let there = false;
  const note = (): void => void (there = true);
  // With unknowns: an `apply` is not run for what a preview does not know, and that is no waiting.
  (pulumi.output(value) as unknown as { promise(withUnknowns: boolean): Promise<unknown> })
    .promise(true)
    .then(note, note);
  for (let turn = 0; turn < 3 && !there; turn++) await setImmediate();
  return there;
}
