import { join } from "node:path";

/** A script of tools/, which are plain modules without types: `shape` is what the test takes from it. */
export const tool = <Shape>(path: string): Shape =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would need declarations
  require(join(__dirname, "..", "..", "tools", `${path}.mjs`)) as Shape;
