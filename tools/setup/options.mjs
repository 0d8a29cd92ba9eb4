// Options of the scripts: what is not known is refused, with what is.

import { parseArgs } from "node:util";
import { Advice } from "../console.mjs";

/**
 * Reads `args` by `known`: { name: "what it does" }, all of them switches. Prints the help and returns undefined when
 * asked for it.
 */
export function readOptions({ command, purpose, known, args = process.argv.slice(2) }) {
  const all = { ...known, help: "show this" };
  const options = Object.fromEntries(Object.keys(all).map((name) => [name, { type: "boolean", default: false }]));
  const width = Math.max(...Object.keys(all).map((name) => name.length));
  const help = [
    `npm run ${command}${Object.keys(known).length > 0 ? " -- [options]" : ""}`,
    "",
    purpose,
    "",
    ...Object.entries(all).map(([name, meaning]) => `  --${name.padEnd(width)}  ${meaning}`),
  ].join("\n");
  let values;
  try {
    ({ values } = parseArgs({ args, options, strict: true, allowPositionals: false }));
  } catch (error) {
    throw new Advice(error.message.split(". ")[0], `the options are:\n${help.replace(/^/gm, "     ")}`);
  }
  if (!values.help) return values;
  console.log(help);
  return undefined;
}
