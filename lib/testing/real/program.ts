import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { closeConnections, getLocalStore, type ProgramStore } from "../run/pulumi-internals";

/**
 * A program as the Automation API takes it. What it throws, or what rejects among its outputs, is told as an error of the
 * run, which then fails. Thrown on, it would also reject promises of the SDK that nobody waits for, and whichever test
 * runs then would fail in place of this one.
 */
export function tellingProgram(program: () => unknown): {
  inline: PulumiFn;
  thrown: () => unknown;
  /** When the run is over. */
  close: () => void;
} {
  let thrown: unknown;
  let store: ProgramStore | undefined;
  const inline: PulumiFn = async () => {
    store = getLocalStore();
    try {
      const outputs = (await program()) as Record<string, unknown> | undefined;
      await settled(outputs);
      return outputs;
    } catch (error) {
      thrown = error;
      await pulumi.log.error(tell(error));
      return {};
    }
  };
  return { inline, thrown: () => thrown, close: () => store && closeConnections(store) };
}

/** Rejects when a promise among the outputs does, at whatever depth; what is an output already waits for itself. */
async function settled(value: unknown): Promise<void> {
  const found = await value;
  if (typeof found !== "object" || found === null || pulumi.Output.isInstance(found)) return;
  if (Array.isArray(found) || Object.getPrototypeOf(found) === Object.prototype)
    await Promise.all(Object.values(found).map(settled));
}

/** Where an error comes from helps, but for those that tell a user what to do. */
function tell(error: unknown): string {
  if (pulumi.RunError.isInstance(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
