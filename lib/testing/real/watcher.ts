import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { watcherFile } from "./assets";

/** What the watcher must know to tear a stack down alone. It gets it by a pipe: arguments can be read by all users of a machine. */
export interface Watched {
  readonly project: string;
  readonly stack: string;
  /** Removed when all is gone; holds the state and the program's folder. */
  readonly folder: string;
  /** Where the CLI runs. */
  readonly program: string;
  /** What the CLI needs beside the process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** `docker:host` of the configuration. */
  readonly host: string | undefined;
  /** When the stack began, in milliseconds. */
  readonly since: number;
  /** Where it writes what went wrong, and what it did when the test's process died. */
  readonly log: string;
}

/**
 * A process that tears the stack down: when told, or when this process is gone, even by SIGKILL. It is in a session of
 * its own, so that neither Ctrl-C nor the end of a terminal ends it.
 */
export class Watcher {
  readonly #process: ChildProcess;
  readonly #end: Promise<number | null>;

  constructor(private readonly watched: Watched) {
    const child = spawn(process.execPath, [watcherFile], {
      // A folder that is there as long as it runs.
      cwd: tmpdir(),
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      // What this process's Node was told is for the tests: loaders, coverage, an inspector's port.
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    this.#process = child;
    this.#end = new Promise((resolve) => {
      child.once("error", () => resolve(-1));
      child.once("exit", resolve);
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.write(`${JSON.stringify(watched)}\n`);
    // A test that forgets its stack can end, and the watcher takes over.
    child.unref();
    (child.stdin as unknown as { unref(): void }).unref();
  }

  /** Tears the stack down now. Returns what went wrong; undefined when all is gone. */
  async tearDown(): Promise<string | undefined> {
    this.#process.ref();
    this.#process.stdin?.end("end\n");
    if ((await this.#end) === 0) return undefined;
    try {
      return readFileSync(this.watched.log, "utf8").trim();
    } catch {
      return "the process that tears stacks down could not run";
    }
  }
}
