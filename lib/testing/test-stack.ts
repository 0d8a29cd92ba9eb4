import type * as pulumi from "@pulumi/pulumi";
import type { Program } from "../components/program";
import type { RunOptions } from "./run/options";
import type { Message } from "./run/messages";
import { run, type Ran } from "./run/run";
import type { Plain, TestResource } from "./test-resource";

/** A class of resources, or its type token such as `docker:index/container:Container`. */
export type ResourceKind = string | (abstract new (...args: never[]) => pulumi.Resource);

export class TestStack<Result = unknown> {
  readonly result: Result;
  readonly outputs: Plain;
  readonly secretOutputs: readonly string[];
  readonly resources: readonly TestResource[];
  readonly messages: readonly Message[];
  /** @internal */
  readonly program: Program;

  private constructor(ran: Ran<Result>) {
    this.result = ran.result;
    this.outputs = ran.outputs.values;
    this.secretOutputs = ran.outputs.secrets;
    this.resources = ran.resources;
    this.messages = ran.messages;
    this.program = ran.program;
  }

  static async run<Result>(program: () => Result, options: RunOptions = {}): Promise<TestStack<Awaited<Result>>> {
    return new TestStack(await run(program, options));
  }
}
