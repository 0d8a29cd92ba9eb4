import { join } from "node:path";

/** A script of tools/, which are plain modules without types: the test says what it takes from it. */
export const tool = (path: string): unknown =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would need declarations
  require(join(__dirname, "..", "..", "tools", `${path}.mjs`));
