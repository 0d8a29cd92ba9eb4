import { foreign } from "./values";

const remedies: Readonly<Record<string, string>> = {
  function: "call it, as in Match.absent()",
  Output: "take the value from the stack's resources or outputs",
  Promise: "await it",
  resource: "name the value of it that is meant, such as its name",
  RegExp: "write Match.stringLikeRegexp(...)",
};

/**
 * What is wrong with a pattern that can't be compared, and the remedy. Unnamed it would differ from every value, or behind
 * Match.not() match every value, and nobody would see why.
 */
export function trapIn(pattern: unknown): string | undefined {
  const kind = foreign(pattern);
  return kind === undefined
    ? undefined
    : `${kind === "Output" ? "an" : "a"} ${kind}; ${remedies[kind] ?? "write the plain value"}`;
}
