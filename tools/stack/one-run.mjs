// One `up` or `down` of a checkout at a time.

import { join } from "node:path";
import { Advice } from "../console.mjs";
import { tryLock } from "../setup/lock.mjs";
import { state } from "../setup/places.mjs";

/** Runs `action`, or refuses at once when another run is under way: two of them would only wait for each other's pieces. */
export async function alone(action, place = state) {
  const { release, holder } = await tryLock(join(place, "run.lock"));
  if (!release)
    throw new Advice(
      `another up or down is running (process ${holder.pid}); this one has changed nothing`,
      "wait for it to end, and start again",
    );
  try {
    return await action();
  } finally {
    release();
  }
}
