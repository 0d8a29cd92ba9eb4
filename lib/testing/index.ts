export { assertAgrees } from "./assertions/agreement";
export { assertFitsOn } from "./assertions/fit";
export { assertHardened, type Except } from "./assertions/hardened";
export { assertPublishesOnly } from "./assertions/published";
export { assertNoSecretsInEnvironment, type ExceptSecrets } from "./assertions/secrets";
export type { ResourceKind } from "./kind";
export type { Capture } from "./match/capture";
export { Match } from "./match/match";
export type { Pattern } from "./match/match-resource";
export type { Matcher } from "./match/matcher";
export type { Message } from "./run/messages";
export type { ConfigValue, MockedResource, RunOptions } from "./run/options";
export type { DescribeOptions, Mask } from "./snapshot";
export { unknown, type Plain, type TestAlias, type TestOptions, type TestResource } from "./test-resource";
export { TestStack } from "./test-stack";
export { valueOf } from "./value-of";
export {
  RealStack,
  RealStackError,
  needsEngine,
  type RealContainer,
  type RealOptions,
  type RealProgram,
  type RealRunOptions,
  type RealTools,
  type Skippable,
} from "./real";
export { assertNoReplacement, type NoReplacementOptions, type Version } from "./upgrade/assert-no-replacement";
export { compareStacks, type Change, type CompareOptions } from "./upgrade/compare-stacks";
export { describeChanges } from "./upgrade/describe-changes";
export type { Effect, InputChange, Replacing } from "./upgrade/input-changes";
export type { Keep } from "./upgrade/keep";
export {
  recordStack,
  type RecordedOptions,
  type RecordedResource,
  type RecordedStack,
  type RecordOptions,
} from "./upgrade/recorded-stack";
