import type { ConfigValue } from "../run/options";

/** What a program gets from {@link RealStack}. */
export interface RealTools {
  /**
   * A free port of 127.0.0.1, by a name of your choice: the same one in each run of the stack, and no other stack's of
   * this process. For an engine on another machine it is a guess.
   */
  readonly port: (name: string) => number;
}

/** A stack program as a function; what it returns are the stack's outputs. */
export type RealProgram = (tools: RealTools) => unknown;

export interface RealOptions {
  /** Configuration: `{ replicas: 2, "docker:host": "unix:///..." }`. A key without a colon is the project's own. What is no text is written as JSON. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Secret configuration. Encrypted in the state, and never shown in this helper's own messages. */
  readonly secrets?: Readonly<Record<string, ConfigValue>>;
  /** The project's name: names on the engine begin with it, and `new pulumi.Config()` reads its keys. @default "real" */
  readonly project?: string;
  /** The folder that the program's relative paths start from. @default the folder that the test runs in */
  readonly workDir?: string;
  /** Called with a line for each resource as it begins and ends. @default nothing, or stderr where PLIMSOLL_PROGRESS is set */
  readonly onProgress?: (line: string) => void;
}
