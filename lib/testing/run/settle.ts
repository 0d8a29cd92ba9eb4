import { setImmediate, setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { waitForRegistrations } from "./pulumi-internals";
import type { Constructed, Recorder } from "./recorder";

const tickMs = 100;

/**
 * Waits until the program and everything it registers have come to rest.
 * @throws Error that names what never ends, when nothing has happened for `patienceMs`
 */
export async function settle(
  stack: Promise<unknown>,
  program: { returned: boolean },
  recorder: Recorder,
  patienceMs: number,
): Promise<void> {
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
    for (let quiet = 0, seen = recorder.events; quiet * tickMs < patienceMs; quiet++) {
      await setTimeout(tickMs, undefined, { signal: over.signal });
      if (seen !== recorder.events) [quiet, seen] = [0, recorder.events];
    }
    throw new Error(await describeStuck(recorder.constructed, program.returned, patienceMs));
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
  patienceMs: number,
): Promise<string> {
  const stuck = await Promise.all(constructed.filter(({ registered }) => registered === undefined).map(describe));
  if (!returned) stuck.push("  the program itself: something that it awaits never comes");
  if (stuck.length === 0) stuck.push("  an output of the stack or of a component, which never resolves");
  return [
    `The run does not end: for ${patienceMs / 1000} s nothing has happened, and these wait:`,
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
