import type { RealContainer } from "./containers";
import type { RealRun, RealStep } from "./run";

/** A run of Pulumi on a real engine that failed, with all there is to know: its message says it too. */
export class RealStackError extends Error {
  override readonly name = "RealStackError";
  /** Every message of the run, errors among them. */
  readonly said: string;
  /** What it had done until then. */
  readonly steps: readonly RealStep[];

  constructor(
    what: string,
    run: RealRun,
    /** Every container of the stack as it was then, with its last lines. */
    readonly containers: readonly RealContainer[],
    cause: unknown,
  ) {
    super([what, indent(run.said), ...containers.map(describe)].filter((part) => part !== "").join("\n\n"), { cause });
    this.said = run.said;
    this.steps = run.steps;
  }
}

const describe = ({ name, state, lastProbe, log }: RealContainer): string =>
  [
    `container ${name}: ${state}`,
    ...(lastProbe === undefined ? [] : ["  its last health check said:", indent(indent(lastProbe))]),
    ...(log === "" ? ["  it wrote no log"] : ["  the last lines of its log:", indent(indent(log))]),
  ].join("\n");

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");
