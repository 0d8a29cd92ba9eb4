/** Enough to find the line of a program that threw. */
const frames = 4;

let running = 0;
let before: number | undefined;

/**
 * Runs something while errors note few places. The SDK notes where each of its promises was made, and a compiler that maps
 * lines, such as tsx, maps each of them: with ten places that is most of the time of a test (bench/testing).
 */
export async function withShortTraces<Result>(run: () => Promise<Result>): Promise<Result> {
  if (running++ === 0) {
    before = Error.stackTraceLimit;
    Error.stackTraceLimit = Math.min(before ?? frames, frames);
  }
  try {
    return await run();
  } finally {
    if (--running === 0 && before !== undefined) Error.stackTraceLimit = before;
  }
}
