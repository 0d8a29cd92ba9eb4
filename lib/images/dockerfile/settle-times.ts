import { run } from "./instructions";

/** A fixed day: times say nothing then, and the same files make the same layer. */
export const stillTimes = (folders: string, chosen = ""): string =>
  `find ${folders}${chosen} -exec touch -h -d @499162500 {} +`;

/** Where the script lies in the context. */
export const settleFile = "settle-times.cjs";

/**
 * Gives files times that follow from their content, and folders a fixed one: the same input then makes the same layers, and
 * a server that tells browsers by time and size whether they have the newest still sees each change.
 */
export const settleScript = `const { createHash } = require("node:crypto");
const { lutimesSync, readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const seconds = (content) => 1e9 + (createHash("sha256").update(content).digest().readUInt32BE() % 5e8);
function settle(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settle(path);
    else {
      const time = entry.isFile() ? seconds(readFileSync(path)) : 1e9;
      lutimesSync(path, time, time);
    }
  }
  lutimesSync(folder, 1e9, 1e9);
}
settle(process.argv[2]);
`;

/** Commands whose result in `folder` gets such times. */
export const runAndSettle = (folder: string, mounts: readonly string[], ...commands: string[]): string =>
  run(
    [...mounts, `type=bind,source=${settleFile},target=/${settleFile}`],
    ...commands,
    `node /${settleFile} ${folder}`,
  );
