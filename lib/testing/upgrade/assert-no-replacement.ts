import { fail } from "../fail";
import type { RunOptions } from "../run/options";
import { TestStack } from "../test-stack";
import { compareStacks, type Change, type CompareOptions } from "./compare-stacks";
import { describeLoss } from "./describe-loss";
import { keptOf, type Keep } from "./keep";
import { isRecording, recordStack, type RecordedStack } from "./recorded-stack";

/** One version of a program: a function that runs it, a stack that ran, or a recording. */
export type Version = (() => unknown) | TestStack | RecordedStack;

export interface NoReplacementOptions extends CompareOptions {
  /**
   * What must survive: classes, type tokens or names of resources, or `"everything"`.
   * @default volumes, and what is protected or retained: what holds data
   */
  readonly keep?: Keep;
  /**
   * How the programs run, both alike.
   * @default {}: with the project and stack of a recording, where one version is one
   */
  readonly options?: RunOptions;
}

/**
 * The update from one version of a program to the next keeps its data: nothing that must survive is replaced, deleted or
 * known by another name. Aliases and options are heeded as the engine does.
 *
 * ```ts
 * await assertNoReplacement(recorded, () => import("../index"), { keep: [docker.Volume, "db-container"] });
 * ```
 * @throws AssertionError that says of each what would happen to it, why, and what helps
 */
export async function assertNoReplacement(
  before: Version,
  after: Version,
  { keep, options = {}, replacing }: NoReplacementOptions = {},
): Promise<void> {
  const given = [before, after].find((one): one is RecordedStack => typeof one === "object" && isRecording(one));
  const run: RunOptions = given === undefined ? options : { project: given.project, stack: given.stack, ...options };
  // One after the other: a process is in one folder at a time.
  const old = await ran(before, run);
  const next = await ran(after, run);
  const was = isRecording(old) ? old : recordStack(old, isRecording(next) ? { since: next } : {});
  const resources = [old, next].flatMap((one) => (isRecording(one) ? [] : one.resources));
  const { keeps, words } = keptOf(keep, was.resources, resources);
  const changes = compareStacks(was, next, replacing === undefined ? {} : { replacing });
  const lost = changes.filter((change) => isLoss(change) && change.before !== undefined && keeps(change.before));
  if (lost.length > 0) fail(describeLoss(lost, changes, words));
}

const isLoss = ({ step }: Change): boolean => step === "replace" || step === "delete";

const ran = (version: Version, options: RunOptions): Promise<TestStack | RecordedStack> | TestStack | RecordedStack =>
  typeof version === "function" ? TestStack.run(version, options) : version;
