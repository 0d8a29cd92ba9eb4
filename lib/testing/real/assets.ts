import type Docker from "dockerode";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The same folder from lib/testing/real and from dist/testing/real: it is shipped as it is. */
const folder = join(__dirname, "..", "..", "..", "lib", "assets");

export const watcherFile = join(folder, "watch-stack.cjs");

interface SweepStack {
  /** A client of the engine at a host, written as in DOCKER_HOST; without one, of the engine that DOCKER_HOST names. */
  engineAt(host?: string): Docker;
  /** Removes what provably is the stack's, by label and by name. Returns what it removed, a line each. */
  sweep(engine: Docker, stack: { project: string; stack: string }): Promise<string[]>;
}

/** Loaded at its first use: it brings the engine's client, which most tests don't need. */
export const sweepStack = (): SweepStack => createRequire(__filename)(join(folder, "sweep-stack.cjs")) as SweepStack;
