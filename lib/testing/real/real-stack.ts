import { CommandError, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { Plain } from "../test-resource";
import { sweepStack } from "./assets";
import { describeSteps } from "./changes";
import { chooseContainers, findContainers, inspectContainer, type RealContainer } from "./containers";
import type { RealOptions, RealProgram } from "./options";
import { Ports } from "./ports";
import { tellingProgram } from "./program";
import { RealStackError } from "./real-stack-error";
import { Listener, type RealRun, type RealStep } from "./run";
import { Watcher, type Watched } from "./watcher";
import { newPlace, openStack } from "./workspace";

/** One call of the Automation API. */
type Run = (stack: Stack, onEvent: Listener["onEvent"], program: PulumiFn) => Promise<unknown>;

/** How many lines of each log say why something failed. */
const tailLines = 20;

/** A shorter secret may be part of any word. */
const shortestSecret = 4;

/** What a run may look at first. */
export interface RealRunOptions {
  /** Ask the engine what is really there before comparing. @default false: the state is believed, as `pulumi up` does */
  readonly refresh?: boolean;
}

/**
 * A program on a real Docker Engine, for as long as a test needs it:
 *
 * ```ts
 * await using real = await RealStack.up(({ port }) => {
 *   const site = new plimsoll.StaticSite("site", { build: { context: "./site" }, publish: port("site") });
 *   return { url: site.url };
 * });
 * await real.expectNoChanges();
 * ```
 *
 * Its name, its state and its passphrase are its own, so that any number can run beside each other. It needs the Pulumi
 * CLI on PATH; `needsEngine` asks for all that at a test's beginning.
 *
 * **Everything is removed at its end, data volumes too**: what this library keeps on `pulumi destroy` belongs to the test
 * alone here. Of volumes that a program itself keeps with `retainOnDelete`, those whose names begin with the stack's
 * `prefix`. A process of its own sees to that, also when the test's process is killed.
 */
export class RealStack implements AsyncDisposable {
  readonly project: string;
  /** The stack's name: random. */
  readonly stack: string;
  readonly #ports = new Ports();
  #steps: readonly RealStep[] = [];
  #outputs: Plain = {};
  /** One run after the other: Pulumi locks a stack. */
  #last: Promise<unknown> = Promise.resolve();
  #end: Promise<void> | undefined;

  private constructor(
    private program: RealProgram,
    private readonly options: RealOptions,
    private readonly place: Watched,
    private readonly watcher: Watcher,
    private readonly opened: Promise<Stack>,
  ) {
    this.project = place.project;
    this.stack = place.stack;
  }

  /**
   * Brings a program up on the engine.
   * @throws RealStackError when that fails, with what Pulumi said and what each container wrote; nothing of the stack is
   *   left then
   */
  static async up(program: RealProgram, options: RealOptions = {}): Promise<RealStack> {
    const place = newPlace(options);
    const watcher = new Watcher(place);
    const real = new RealStack(program, options, place, watcher, openStack(place, options));
    try {
      await real.up();
    } catch (error) {
      await real.destroy().catch((trouble: unknown) => {
        if (error instanceof Error && trouble instanceof Error) error.message += `\n\n${trouble.message}`;
      });
      throw error;
    }
    return real;
  }

  /** What the names of this library's containers, volumes and networks begin with on the engine, before another `-`. */
  get prefix(): string {
    return `${this.project}-${this.stack}`;
  }

  /** What the program returned, as plain values; secrets are open. */
  get outputs(): Plain {
    return this.#outputs;
  }

  /** What the last run did, or a preview would have done. */
  get steps(): readonly RealStep[] {
    return this.#steps;
  }

  /**
   * Brings the stack up again, with another program if one is given, which then is the stack's. After a failure the stack
   * stays as it is: whoever has it destroys it.
   */
  async up(program: RealProgram = this.program): Promise<RealRun> {
    this.program = program;
    return this.#run("up", async (stack, onEvent, program) => {
      const { outputs } = await stack.up({ program, onEvent });
      this.#outputs = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
    });
  }

  /** What another `up` would do. */
  preview({ refresh = false }: RealRunOptions = {}): Promise<RealRun> {
    return this.#run("preview", (stack, onEvent, program) => stack.preview({ program, onEvent, refresh }));
  }

  /**
   * A second `up` must find nothing to do: otherwise each deployment changes or replaces what nobody has touched. With
   * `refresh`, the engine too must still have everything as the program asks for it.
   * @throws Error that names each resource that would change, with its properties
   */
  async expectNoChanges(options: RealRunOptions = {}): Promise<void> {
    const { steps } = await this.preview(options);
    if (steps.length === 0) return;
    const count = steps.length === 1 ? "1 resource" : `${steps.length} resources`;
    throw new Error(
      `expected no changes, but another up of ${this.#title} would change ${count}:\n${describeSteps(steps)}`,
    );
  }

  /** Brings the state up to date with the engine; the steps are what had happened there meanwhile. */
  refresh(): Promise<RealRun> {
    return this.#run("refresh", (stack, onEvent) => stack.refresh({ onEvent }));
  }

  /** What a container wrote: named as on the engine, as the resource or as the component. Without a name, all of them, each under its name. */
  async logs(container?: string): Promise<string> {
    const found = await findContainers(this.#engine, await this.opened, this.place);
    const chosen = container === undefined ? found : chooseContainers(found, container);
    const told = await this.#inspect(chosen, undefined);
    if (told.length === 1 && container !== undefined) return told[0]?.log ?? "";
    return told.map(({ name, log }) => `== ${name}\n${log}`).join("\n");
  }

  /**
   * Removes everything that the stack has on the engine, and its state. A run that is under way is ended first. May be
   * called again.
   * @throws Error when something stays, with what and why
   */
  destroy(): Promise<void> {
    this.#end ??= this.#tearDown();
    return this.#end;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.destroy();
  }

  get #title(): string {
    return `${this.project}/${this.stack}`;
  }

  get #engine() {
    return sweepStack().engineAt(this.place.host);
  }

  async #tearDown(): Promise<void> {
    const trouble = await this.watcher.tearDown();
    await this.#last.catch(() => undefined);
    if (trouble !== undefined) throw new Error(`${this.#title} could not be torn down:\n${this.#masked(trouble)}`);
  }

  async #run(what: string, run: Run): Promise<RealRun> {
    const turn = this.#last.catch(() => undefined).then(() => this.#runNow(what, run));
    this.#last = turn;
    return turn;
  }

  async #runNow(what: string, run: Run): Promise<RealRun> {
    if (this.#end !== undefined) throw new Error(`${this.#title} is destroyed: bring another one up`);
    const listener = new Listener(
      what === "refresh" ? "after" : "before",
      this.options.onProgress ?? defaultProgress(),
    );
    const { inline, thrown, close } = tellingProgram(() => this.program({ port: this.#ports.port }));
    try {
      const stack = await this.opened;
      await this.#ports.find();
      await run(stack, listener.onEvent, inline);
    } catch (error) {
      this.#steps = listener.run.steps;
      throw await this.#failure(what, listener.run, thrown() ?? error);
    } finally {
      close();
    }
    this.#steps = listener.run.steps;
    return listener.run;
  }

  /** Tells why: what the state and the engine don't know is left out, since the first error says more than a second. */
  async #failure(what: string, { steps, said }: RealRun, cause: unknown): Promise<RealStackError> {
    const containers = await this.opened
      .then((stack) => findContainers(this.#engine, stack, this.place))
      .then((found) => this.#inspect(found, tailLines))
      .catch(() => []);
    const reason = said || wordsOf(cause);
    const run = { steps, said: this.#masked(`${reason}${missingConfiguration(reason)}`) };
    return new RealStackError(`${what} of ${this.#title} failed:`, run, containers.map(this.#maskedContainer), cause);
  }

  async #inspect(found: readonly { id: string; name: string }[], lines: number | undefined): Promise<RealContainer[]> {
    const told = await Promise.all(found.map((container) => inspectContainer(this.#engine, container, lines)));
    return told.filter((container) => container !== undefined);
  }

  readonly #maskedContainer = (container: RealContainer): RealContainer => ({
    ...container,
    log: this.#masked(container.log),
    lastProbe: container.lastProbe === undefined ? undefined : this.#masked(container.lastProbe),
  });

  /** Without the secrets that the test gave: a program may print them, and failures end up in the logs of a CI. */
  #masked(text: string): string {
    return Object.values(this.options.secrets ?? {})
      .filter((secret) => typeof secret === "string")
      .filter((secret) => secret.length >= shortestSecret)
      .reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  }
}

const defaultProgress = (): ((line: string) => void) | undefined =>
  process.env["PLIMSOLL_PROGRESS"] ? (line) => console.error(line) : undefined;

/** Of a CLI that failed before it ran the program, what it said; else the error's own words. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error instanceof CommandError && /stderr: (.*?)\n err\?:/s.exec(error.message)?.[1]) || error.message;
}

/** Pulumi's own advice is for a terminal. */
const missingConfiguration = (said: string): string =>
  said.includes("Missing required configuration variable")
    ? "\nIn a test: RealStack.up(program, { config: { key: value }, secrets: { key: value } })"
    : "";
