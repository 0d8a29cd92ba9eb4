import * as pulumi from "@pulumi/pulumi";
import { setImmediate } from "node:timers/promises";
import { programOfThisRun, type Program } from "../../components/program";
import { parseDuration } from "../../units/duration";
import type { TestResource } from "../test-resource";
import { loadFresh } from "./fresh-modules";
import { listen, type Message } from "./messages";
import { mocksOf, noMethods } from "./mocks";
import type { Opened } from "./plain";
import { fullConfig, type RunOptions } from "./options";
import { getLocalStore, leavePromises, withLocalStorage, type MockMonitor } from "./pulumi-internals";
import { Recorder } from "./recorder";
import { settle, Stuck } from "./settle";
import { takeStrayErrors } from "./stray-errors";
import { undefinedTexts } from "./undefined-texts";
import { inFolder } from "./work-dir";
import { withAdvice } from "./advice";

/** What came of a run. */
export interface Ran<Result> {
  /** What the program returned: a component, or its exports. */
  result: Result;
  /** The stack's outputs, as the program exported or returned them. */
  outputs: Opened;
  resources: TestResource[];
  messages: Message[];
  /** What services of this library declared. */
  program: Program;
  /** The values of secret configuration. */
  secretConfig: string[];
}

/** Programs that have run, by what they returned: a module that comes back a second time did not run again. */
const seen = new WeakSet();

/** Runs a program under mocks, apart from every other, until all it registers has come to rest. */
export function run<Result>(program: () => Result, options: RunOptions = {}): Promise<Ran<Awaited<Result>>> {
  return withLocalStorage(() => inFolder(options.workDir, () => runHere(program, options)));
}

async function runHere<Result>(program: () => Result, options: RunOptions): Promise<Ran<Awaited<Result>>> {
  const context = getLocalStore() as object;
  leavePromises(context);
  const { project = "project", stack = "test", config = {}, secrets = {} } = options;
  await pulumi.runtime.setMocks(mocksOf(options), project, stack, options.preview, options.organization);
  const secret = fullConfig(secrets, project);
  pulumi.runtime.setAllConfig({ ...fullConfig(config, project), ...secret }, Object.keys(secret));

  const recorder = new Recorder();
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  monitor.call = (request, answer) => answer(noMethods(request.getTok()));
  recorder.watch(monitor, { project, name: stack });
  const declared = programOfThisRun();
  if (options.contradictions === "note") declared.trial = { broken: [] };

  const messages: Message[] = [];
  listen(context, (message) => messages.push(message));
  const strays: unknown[] = [];
  const endings = [takeStrayErrors(context, (error) => strays.push(error)), loadFresh(context)];
  const state = { returned: false };
  let result: Awaited<Result> | undefined;
  try {
    const outputs = pulumi.runtime.runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(recorder.transformation);
      result = await program();
      state.returned = true;
      return exportsOf(result);
    });
    const patience = options.patience === undefined ? undefined : patienceOf(options.patience);
    const stuck = await settle(outputs, state, recorder, patience).catch((error: unknown) => {
      if (error instanceof Stuck) return error;
      throw error;
    });
    // What failed says why others wait for it.
    const resources = recorder.resources();
    refuseStrays([...recorder.faults, ...strays, ...undefinedTexts(resources, options)], messages);
    if (stuck !== undefined) throw stuck;
    return {
      result: result as Awaited<Result>,
      outputs: recorder.stackOutputs,
      resources,
      messages,
      program: declared,
      secretConfig: Object.values(secret),
    };
  } catch (error) {
    if (error instanceof Stuck) throw error;
    throw withAdvice(error, options, recorder, state.returned);
  } finally {
    // The SDK hands one error to several promises, and Node tells of those after their own work.
    await setImmediate();
    await setImmediate();
    for (const end of endings) end();
    getLocalStore()?.callbacks?.shutdown();
  }
}

/** What becomes an output of the stack: what a module exports, or the object that a function returns. */
async function exportsOf(result: unknown): Promise<Record<string, unknown> | undefined> {
  if (typeof result !== "object" || result === null) return undefined;
  if (!isModule(result)) return isRecord(result) ? result : undefined;
  if (seen.has(result))
    throw new Error(
      "The program did not run: its module was loaded before, and a module runs once. " +
        "Under vitest call vi.resetModules() before, under jest jest.resetModules(); on Node before 22.15 export a function and call it.",
    );
  seen.add(result);
  // As Pulumi takes a program: a default export instead of the named ones, and called where it is a function.
  const { default: main, ...named } = result as Record<string, unknown>;
  const exported = main ?? named;
  return (typeof exported === "function" ? await (exported as () => unknown)() : exported) as Record<string, unknown>;
}

const isRecord = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const isModule = (value: object): boolean =>
  (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === "Module" || "__esModule" in value;

function patienceOf(text: string): number {
  const read = parseDuration(text);
  if (read === undefined) throw new Error(`patience: "${text}" is not a duration; write one such as "5s"`);
  return read;
}

/** Everything that went wrong beside the program itself, once each. */
function refuseStrays(errors: readonly unknown[], messages: readonly Message[]): void {
  const distinct = [...new Map(errors.map((error) => [messageOf(error), error])).values()];
  if (distinct.length === 1) throw distinct[0];
  const said = messages.filter(({ severity }) => severity === "error").map(({ text }) => text);
  const told = [...distinct.map(messageOf), ...said];
  if (told.length === 0) return;
  const title = told.length === 1 ? "the program reported an error" : `${told.length} errors in the program`;
  throw new Error([`${title}:`, ...told.map((text) => `  ${text}`)].join("\n"), { cause: distinct[0] });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
