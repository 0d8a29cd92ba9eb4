import type { Plain } from "../test-resource";

/** A value of the stack's configuration; what is no text is written as `pulumi config` writes it. */
export type ConfigValue = string | number | boolean | object;

/** A resource whose computed outputs are asked for. */
export interface MockedResource {
  /** Pulumi's name of the resource. */
  name: string;
  /** Its id, where the program reads an existing one. */
  id: string | undefined;
  /** What the program gave, secrets opened. */
  inputs: Plain;
}

/** How a program is run under mocks. */
export interface RunOptions {
  /**
   * Configuration of the stack. A key without a colon belongs to the project, as with `pulumi config set`.
   * @default {}
   */
  config?: Readonly<Record<string, ConfigValue>>;
  /**
   * Configuration that is secret.
   * @default {}
   */
  secrets?: Readonly<Record<string, ConfigValue>>;
  /**
   * Name of the project, as in Pulumi.yaml.
   * @default "project": what Pulumi's own mocks say
   */
  project?: string;
  /**
   * Name of the stack.
   * @default "test"
   */
  stack?: string;
  /**
   * Organization of the stack, for programs that ask for it.
   * @default none
   */
  organization?: string;
  /**
   * Run as the preview of a stack that does not exist yet: ids and computed outputs are unknown, and what depends on them
   * is not run.
   * @default false: the update, in which every value is known
   */
  preview?: boolean;
  /**
   * What a provider would compute, by type token: `{ "random:index/randomPassword:RandomPassword": () => ({ result: "x" }) }`.
   * Inputs, the id and a docker image's ids are there without it; any other output is undefined.
   * @default {}
   */
  outputs?: Readonly<Record<string, (resource: MockedResource) => Readonly<Record<string, unknown>>>>;
  /**
   * Answers to provider functions, by token: `{ "docker:index/getNetwork:getNetwork": ({ name }) => ({ id: "n", name }) }`.
   * @default {}: a function without an answer fails the run, by its name
   */
  calls?: Readonly<Record<string, (args: Plain) => Readonly<Record<string, unknown>>>>;
  /**
   * Folder the program runs in, as Pulumi runs it in that of Pulumi.yaml.
   * @default the process's
   */
  workDir?: string;
  /**
   * How long nothing may happen, such as "5s", before the run counts as one that never ends. Raise it for programs that
   * wait for something outside.
   * @default "1.5s" once the program has returned, below the 2 s after which mocha gives up by itself without saying what
   *   hangs; "15s" before, since it may still be compiled
   */
  patience?: string;
  /**
   * What happens when services of this library contradict each other: `"refuse"` fails the run as the preview would,
   * `"note"` keeps what is wrong for `assertAgrees`.
   * @default "refuse"
   */
  contradictions?: "refuse" | "note";
}

/** Configuration as the SDK keeps it: full keys, texts. */
export function fullConfig(values: Readonly<Record<string, ConfigValue>>, project: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.includes(":") ? key : `${project}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
