// A page as `npm run format` would leave it, so that the two never undo each other.

import { join } from "node:path";
import { root } from "../setup/places.mjs";

export async function formatted(file, text) {
  const prettier = await import("prettier");
  const { ignored } = await prettier.getFileInfo(file, { ignorePath: join(root, ".prettierignore") });
  const config = await prettier.resolveConfig(file);
  // Without a configuration the project has no format yet.
  return ignored || config === null ? text : prettier.format(text, { ...config, filepath: file });
}
