// Progress for people: every step says what it does and how long it took; a failure says what to do.

import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** A failure whose message is meant for the person at the terminal: what is wrong, and what to do. */
export class Advice extends Error {
  constructor(problem, remedy) {
    super(remedy ? `${problem}\n  -> ${remedy}` : problem);
    this.name = "Advice";
  }
}

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : String(text));
export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);
export const dim = paint(2);
export const bold = paint(1);

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Runs `action` as one visible step. `action` may return a string: what came of it. */
export async function step(title, action) {
  const began = Date.now();
  console.log(`${dim("…")} ${title}`);
  try {
    const outcome = await action();
    const said = typeof outcome === "string" && outcome ? `: ${outcome}` : "";
    console.log(`${green("✓")} ${title}${said} ${dim(`(${seconds(Date.now() - began)})`)}`);
    return outcome;
  } catch (error) {
    console.log(`${red("✗")} ${title} ${dim(`(${seconds(Date.now() - began)})`)}`);
    throw error;
  }
}

export const note = (text) => console.log(`  ${text}`);
export const warn = (text) => console.log(`${yellow("!")} ${text}`);

/**
 * Runs a program. Its output goes to `log` (a file) or is collected; while it runs longer than `beat` ms a line says
 * so. Fails with the last lines of its output unless `allowFailure`. Returns { code, stdout, stderr }.
 */
export function run(
  command,
  args = [],
  { cwd, env, input, log, allowFailure = false, beat = 30_000, inherit = false } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: inherit ? "inherit" : [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let file;
    if (log) {
      mkdirSync(dirname(log), { recursive: true });
      file = createWriteStream(log, { flags: "a" });
    }
    const began = Date.now();
    const timer = setInterval(() => note(dim(`still at it: ${command} (${seconds(Date.now() - began)})`)), beat);
    child.stdout?.on("data", (data) => (file ? file.write(data) : (stdout += data)));
    child.stderr?.on("data", (data) => (file ? file.write(data) : (stderr += data)));
    if (input !== undefined) child.stdin.end(input);
    child.on("error", (error) => {
      clearInterval(timer);
      reject(
        new Advice(
          `${command} could not be started: ${error.message}`,
          `check that ${command} is installed and on PATH`,
        ),
      );
    });
    child.on("close", (code, signal) => {
      clearInterval(timer);
      const finish = () => {
        if (code === 0 || allowFailure) return resolve({ code, signal, stdout, stderr });
        const said = log ? readFileSync(log, "utf8") : stderr + stdout;
        const tail = said
          .trimEnd()
          .split("\n")
          .slice(-30)
          .map((line) => `    ${line}`)
          .join("\n");
        const where = log ? `\n  the whole output is in ${log}` : "";
        reject(
          new Advice(
            `${command} ${args.slice(0, 4).join(" ")} ended with ${signal ?? `exit status ${code}`}:\n${tail}${where}`,
          ),
        );
      };
      if (file) file.end(finish);
      else finish();
    });
  });
}

/** Runs a script's main function; an Advice is printed without a stack trace. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(`\n${red("error")}: ${error instanceof Advice ? error.message : (error.stack ?? error)}`);
    process.exitCode = 1;
  }
}
