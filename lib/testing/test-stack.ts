import type { Program } from "../components/program";
import { fail } from "./fail";
import { findResource, ofType } from "./find";
import { typeOf, type ResourceKind } from "./kind";
import { describeCount, describeDifference, describeMismatch, describeResource } from "./match/describe";
import { matchResource, matching, matchValues, type Pattern } from "./match/match-resource";
import type { Message } from "./run/messages";
import type { RunOptions } from "./run/options";
import { run, type Ran } from "./run/run";
import { describeStack, type DescribeOptions } from "./snapshot";
import type { Plain, TestResource } from "./test-resource";

/**
 * What a Pulumi program registered, run without an engine, a CLI or a network.
 *
 * ```ts
 * const stack = await TestStack.run(() => import("../index"), { config: { port: 8080 }, secrets: { password: "x" } });
 * stack.hasProperties(docker.Container, { name: "api", memory: 512 });
 * ```
 */
export class TestStack<Result = unknown> {
  /** What the program returned: a component, an object, or the exports of its module. */
  readonly result: Result;
  /** The stack's outputs as plain values, secrets opened. */
  readonly outputs: Plain;
  /** Paths of the outputs that are secret. */
  readonly secretOutputs: readonly string[];
  /** Every resource, in the program's order. */
  readonly resources: readonly TestResource[];
  /** What the program said through `pulumi.log`. Errors have failed the run already. */
  readonly messages: readonly Message[];
  /** What services of this library declared, for the assertions that know them. */
  readonly program: Program;
  /** Values of the configuration that are secret, for the assertions that look for them. */
  readonly secretConfig: readonly string[];

  private constructor(ran: Ran<Result>) {
    this.result = ran.result;
    this.outputs = ran.outputs.values;
    this.secretOutputs = ran.outputs.secrets;
    this.resources = ran.resources;
    this.messages = ran.messages;
    this.program = ran.program;
    this.secretConfig = ran.secretConfig;
  }

  /**
   * Runs a program, a component or a whole module, under mocks: apart from every other run, and until all it registers has
   * come to rest. A module, `() => import("../index")`, is loaded anew for each run.
   * @throws the program's own error; Error for an output that is rejected, for what never ends (named), for a provider
   *   function nobody answers, and for what the engine would refuse
   */
  static async run<Result>(program: () => Result, options: RunOptions = {}): Promise<TestStack<Awaited<Result>>> {
    return new TestStack(await run(program, options));
  }

  /** Every resource of a class or type token, in the program's order; without one, every resource. */
  all(kind?: ResourceKind): readonly TestResource[] {
    return kind === undefined ? this.resources : ofType(this.resources, typeOf(kind, this.resources));
  }

  /**
   * The resource of a class or type token with this name. `api` finds `api-container` too, the container of a component
   * called so, where no container has the name itself.
   * @throws AssertionError with the nearest names, where there is none or more than one
   */
  resource(kind: ResourceKind, name: string): TestResource {
    try {
      return findResource(this.resources, typeOf(kind, this.resources), name);
    } catch (error) {
      fail((error as Error).message);
    }
  }

  /**
   * Some resource of the kind has these inputs, or the one of this name: what the pattern names must be so, and more may be
   * there ({@link Match}).
   * @throws AssertionError with the closest resources and what they differ in
   */
  hasProperties(kind: ResourceKind, pattern: Pattern): void;
  hasProperties(kind: ResourceKind, name: string, pattern: Pattern): void;
  hasProperties(kind: ResourceKind, ...rest: [Pattern] | [string, Pattern]): void {
    if (rest.length === 2) {
      const resource = this.resource(kind, rest[0]);
      const differences = matchResource(resource, rest[1]);
      if (differences.length > 0) fail(describeResource(resource, differences));
      return;
    }
    const type = typeOf(kind, this.resources);
    if (matching(ofType(this.resources, type), rest[0]).length === 0)
      fail(describeMismatch(this.resources, type, rest[0]));
  }

  /**
   * There are this many resources of the kind, or this many that match the pattern.
   * @throws AssertionError that says which there are
   */
  hasCount(kind: ResourceKind, count: number, pattern?: Pattern): void {
    const type = typeOf(kind, this.resources);
    const all = ofType(this.resources, type);
    const found = pattern === undefined ? all : matching(all, pattern);
    if (found.length !== count) fail(describeCount(this.resources, type, count, pattern));
  }

  /**
   * The stack's outputs match the pattern; more may be there.
   * @throws AssertionError with each difference
   */
  hasOutputs(pattern: Pattern): void {
    const differences = matchValues(this.outputs, pattern, this.secretOutputs);
    if (differences.length > 0)
      fail(
        ["The stack's outputs do not match:", ...differences.map((one) => `  ${describeDifference(one)}`)].join("\n"),
      );
  }

  /** The stack as a text that can be kept beside the test and read at review: no secrets, no folders, a stable order. */
  describe(options?: DescribeOptions): string {
    return describeStack(this.resources, options);
  }
}
