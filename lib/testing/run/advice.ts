import type { RunOptions } from "./options";
import type { Recorder } from "./recorder";

/** The error of a run, with what a test can do about it where that is known. */
export function withAdvice(error: unknown, options: RunOptions, recorder: Recorder, returned: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const advice =
    missingConfig(error) ??
    missingFolder(error) ??
    missingOutputs(error, options, recorder) ??
    // A program that threw has registered next to nothing, and its own words say why.
    (returned ? unregistered(recorder) : undefined);
  if (advice !== undefined && !error.message.includes(advice)) {
    const { message, stack } = error;
    error.message = `${message}\n${advice}`;
    // The stack was written when the error was made, and begins with its message.
    if (stack !== undefined) error.stack = stack.replace(message, error.message);
  }
  return error;
}

/** The SDK's own words name the command for a real stack. */
function missingConfig({ message }: Error): string | undefined {
  const [, key] = /^Missing required configuration variable '([^']+)'/.exec(message) ?? [];
  if (key === undefined) return undefined;
  const name = key.split(":").at(-1) ?? key;
  return /--secret/.test(message)
    ? `In a test: secrets: { ${name}: "..." } in the options of the run.`
    : `In a test: config: { ${name}: "..." } in the options of the run (secrets: { ... } for a secret).`;
}

/** Pulumi runs a program in the folder of Pulumi.yaml, a test runner its tests in another. */
const missingFolder = ({ message }: Error): string | undefined =>
  /there is no (folder|file) .*relative to the stack program/.test(message)
    ? 'In a test the folder of the stack program is workDir: "..." in the options of the run.'
    : undefined;

/** A program that looks into an output which nobody gave falls over `undefined`. */
function missingOutputs(error: Error, { outputs = {} }: RunOptions, { constructed }: Recorder): string | undefined {
  if (!(error instanceof TypeError) || !/undefined/.test(error.message)) return undefined;
  const types = constructed
    .filter(({ type }) => !(type in outputs) && !/^(plimsoll|pulumi|docker):/.test(type))
    .map(({ type }) => type);
  if (types.length === 0) return undefined;
  const lines = [...new Set(types)].map((type) => `  outputs: { "${type}": ({ name, inputs }) => ({ ... }) }`);
  return [
    "Under mocks an output that only the provider computes is undefined, unless the test gives it:",
    ...lines,
  ].join("\n");
}

/** The SDK tells that an input failed, and not whose. */
function unregistered({ constructed }: Recorder): string | undefined {
  const left = constructed.filter(({ registered }) => registered === undefined);
  if (left.length === 0) return undefined;
  const names = left.slice(0, 3).map(({ name, type }) => `${name} (${type})`);
  return `Not registered: ${names.join(", ")}${left.length > 3 ? ` and ${left.length - 3} more` : ""}.`;
}
