// What the command `plimsoll` prints and draws for the example, run and not copied. It is taken from dist/: build first.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";

const command = join(root, "dist", "cli", "main.js");

function run(args) {
  if (!existsSync(command)) throw new Advice("the command is not built", "run `npm run build` first");
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: root, encoding: "utf8" });
  // Warnings go to stderr too: the program that is looked at has its own words.
  if (stdout === "") throw new Advice(`plimsoll ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** What `plimsoll ARGS` prints, under the call. */
export const output = (args) =>
  ["```console", `$ npx plimsoll ${args}`, run(args.split(" ")).trimEnd(), "```"].join("\n");

/** The picture that `plimsoll plan ARGS` draws, with its file: `images/name.svg --host ...`. */
export function picture(subject) {
  const [path, ...args] = subject.split(" ");
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-picture-"));
  const drawn = join(folder, "plan.svg");
  run(["plan", ...args, "--svg", drawn]);
  const content = readFileSync(drawn, "utf8");
  rmSync(folder, { recursive: true });
  const words = /<title>(.*?)<\/title>/.exec(content)[1];
  return { text: `![The load of the host: ${words}](${path})`, file: join("docs", path), content };
}
