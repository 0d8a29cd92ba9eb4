export type { PropertyChange } from "./changes";
export type { RealContainer } from "./containers";
export { needsEngine, type Skippable } from "./needs-engine";
export type { RealOptions, RealProgram, RealTools } from "./options";
export { RealStack, type RealRunOptions } from "./real-stack";
export { RealStackError } from "./real-stack-error";
export type { Operation, RealRun, RealStep } from "./run";
