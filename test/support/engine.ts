import * as automation from "@pulumi/pulumi/automation";
import { config } from "chai";
import Docker from "dockerode";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeConnections, getLocalStore, type ProgramStore } from "../../lib/testing/run/pulumi-internals";
import { demultiplex } from "../../lib/engines/docker/hooks";
import { sweepStack } from "../../lib/testing/real/assets";
import { needsEngine } from "../../lib/testing/real/needs-engine";
import { Listener, type RealRun } from "../../lib/testing/real/run";

// A failing test shows all that Pulumi said.
config.truncateThreshold = 0;

/** The engine that DOCKER_HOST names, else the local one: the one the provider and the library ask. */
export const docker = new Docker();

/** What one run of the CLI did, or in a preview would do. */
export interface Outcome {
  /** What changes, by the resource's name: "create", "update", "replace", "delete". Nothing for what stays. */
  steps: Record<string, string>;
  /** Every message, errors among them. */
  said: string;
}

/** Tests that need a real engine. Without one they are skipped, and say why; in CI they fail. */
export function describeOnEngine(title: string, tests: (this: Mocha.Suite) => void): void {
  describe(title, function () {
    this.timeout(180_000);
    this.slow(60_000);
    before(async function () {
      await needsEngine(this);
    });
    tests.call(this);
  });
}

/** For tests that begin where the one before has left things: after a failure the rest of the suite is skipped. */
export function inOrder(): void {
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === "failed";
  });
}

/** A stack of one suite: its own state, a name nobody else has, and nothing left on the engine when the suite ends. */
export class EngineStack {
  readonly project: string;
  readonly name = randomBytes(4).toString("hex");
  /** A folder of the suite's own: its state is in it, and what its programs build. */
  readonly folder: string;
  readonly environment: Record<string, string>;
  #stack: Promise<automation.Stack> | undefined;

  constructor(suite: string) {
    this.project = `plimsoll-${suite}`;
    this.folder = join(tmpdir(), `plimsoll-${suite}-${this.name}`);
    this.environment = {
      PULUMI_BACKEND_URL: `file://${this.folder}`,
      PULUMI_CONFIG_PASSPHRASE: "of a stack that lives a minute",
      PULUMI_SKIP_UPDATE_CHECK: "1",
    };
  }

  /** What the names of everything on the engine begin with. */
  get prefix(): string {
    return `${this.project}-${this.name}`;
  }

  async up(program: automation.PulumiFn, options: Partial<automation.UpOptions> = {}): Promise<Outcome> {
    return this.#watch((stack, listen) => {
      const onEvent = (event: automation.EngineEvent): void => {
        listen(event);
        options.onEvent?.(event);
      };
      return closing(program, (inline) => stack.up({ ...options, program: inline, onEvent }));
    });
  }

  async preview(program: automation.PulumiFn, options: Partial<automation.PreviewOptions> = {}): Promise<Outcome> {
    return this.#watch((stack, onEvent) =>
      closing(program, (inline) => stack.preview({ ...options, program: inline, onEvent })),
    );
  }

  async destroy(): Promise<Outcome> {
    return this.#watch((stack, onEvent) => stack.destroy({ onEvent }));
  }

  /** The whole state as `pulumi stack export` prints it. (The Automation API's own export opens every secret.) */
  async export(): Promise<string> {
    const { workspace } = await this.#open();
    const env = { ...process.env, ...this.environment };
    return execFileSync("pulumi", ["stack", "export", "--stack", this.name], {
      cwd: workspace.workDir,
      env,
      encoding: "utf8",
    });
  }

  /** Destroys the stack, then removes by id what an interrupted test left, and what `destroy` keeps on purpose. */
  async remove(): Promise<void> {
    if (this.#stack !== undefined) await this.destroy().catch(() => undefined);
    await this.sweep();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Removes everything on the engine that has this stack's name or label: nobody else has it. */
  async sweep(): Promise<void> {
    await sweepStack().sweep(docker, { project: this.project, stack: this.name });
  }

  #open(): Promise<automation.Stack> {
    mkdirSync(this.folder, { recursive: true });
    const stack = { stackName: this.name, projectName: this.project, program: async () => ({}) };
    this.#stack ??= automation.LocalWorkspace.createStack(stack, { envVars: this.environment });
    return this.#stack;
  }

  /** Fails with every message of the run, so that a failing test shows what Pulumi said. */
  async #watch(
    run: (stack: automation.Stack, onEvent: (event: automation.EngineEvent) => void) => Promise<unknown>,
  ): Promise<Outcome> {
    const listener = new Listener();
    try {
      await run(await this.#open(), listener.onEvent);
    } catch (error) {
      throw new RunFailed(outcomeOf(listener.run), error);
    }
    return outcomeOf(listener.run);
  }
}

/** Runs an inline program, and ends its connections when the run is over. */
async function closing<Result>(
  program: automation.PulumiFn,
  run: (inline: automation.PulumiFn) => Promise<Result>,
): Promise<Result> {
  let store: ProgramStore | undefined;
  try {
    return await run(() => {
      store = getLocalStore();
      return program();
    });
  } finally {
    if (store !== undefined) closeConnections(store);
  }
}

const outcomeOf = ({ steps, said }: RealRun): Outcome => ({
  steps: Object.fromEntries(steps.map(({ name, operation }) => [name, operation])),
  said,
});

/** A run of the CLI that failed, with all it said. */
export class RunFailed extends Error {
  readonly said: string;

  constructor({ said }: Outcome, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.said = said;
  }
}

/** The failure of a run that must fail. */
export async function failureOf(run: Promise<unknown>): Promise<RunFailed> {
  const outcome = await run.catch((error: unknown) => error);
  if (outcome instanceof RunFailed) return outcome;
  throw outcome instanceof Error ? outcome : new Error("the run succeeded, a failure was expected");
}

/** What a command inside a container printed. */
export async function inside(container: string, ...command: string[]): Promise<string> {
  const run = await docker.getContainer(container).exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream = await run.start({});
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return demultiplex(Buffer.concat(chunks));
}
