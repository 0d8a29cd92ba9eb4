import { resolve } from "node:path";

let inside: string | undefined;
let count = 0;
let home = "";

/**
 * Runs something in a folder. A process is in one folder at a time.
 * @throws Error while another run is in another folder
 */
export async function inFolder<Result>(folder: string | undefined, run: () => Promise<Result>): Promise<Result> {
  if (folder === undefined) return run();
  const wanted = resolve(count === 0 ? "." : home, folder);
  if (count > 0 && inside !== wanted)
    throw new Error(
      `workDir: a run in ${String(inside)} is under way, and a process is in one folder at a time; await one before the other`,
    );
  if (count++ === 0) {
    home = process.cwd();
    inside = wanted;
    process.chdir(wanted);
  }
  try {
    return await run();
  } finally {
    if (--count === 0) process.chdir(home);
  }
}
