// Stands beside a test that uses a real engine, and tears its stack down: when the test says so, or when it is gone.
//
// The first line of stdin is the stack as JSON. The line "end" and the pipe's end mean that the test is done; the pipe's
// end alone means that the test's process died, however it did: the system closes the pipe of a process that was killed.
"use strict";

const { spawn } = require("node:child_process");
const { appendFileSync, existsSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { basename, join } = require("node:path");
const { createInterface } = require("node:readline");
const { setTimeout: sleep } = require("node:timers/promises");
const { engineAt, sweep } = require("./sweep-stack.cjs");
const { dropTornAttributes } = require("./torn-attributes.cjs");

/** How long a `pulumi` may take to end what it has begun, once it is asked to stop. */
const graceMs = 15_000;
/** How long one call of the CLI may take: services stop within their own grace time. */
const cliMs = 180_000;
const pauseMs = 2_000;
/** An engine that went away may come back: somebody who waits is told soon, nobody's containers are worth more patience. */
const attempts = { asked: 3, alone: 30 };

void main();

async function main() {
  const lines = [];
  for await (const line of createInterface({ input: process.stdin })) lines.push(line);
  if (lines.length === 0) return;
  const stack = JSON.parse(lines[0]);
  const asked = lines.includes("end");
  const say = (text) => appendFileSync(stack.log, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 });
  try {
    if (!asked) say(`the test of ${stack.project}/${stack.stack} ended without destroying its stack`);
    await patiently(asked ? attempts.asked : attempts.alone, () => tearDown(stack, say), say);
    rmSync(stack.folder, { recursive: true, force: true });
    if (asked) rmSync(stack.log, { force: true });
    else say("all of it is gone");
  } catch (error) {
    say(`gave up: ${error.message}; its state is kept in ${stack.folder}`);
    process.exitCode = 1;
  }
}

async function patiently(times, run, say) {
  for (let time = 1; ; time++)
    try {
      return await run();
    } catch (error) {
      if (time === times) throw error;
      say(error.message);
      await sleep(pauseMs);
    }
}

async function tearDown(stack, say) {
  await endProcesses(stack, say);
  for (const file of dropTornAttributes(stateFolder(stack)))
    say(`removed ${file}, which was cut off while it was written`);
  if (locks(stack).length > 0) await pulumi(stack, ["cancel", "--yes"]);
  // A stack that was never made has nothing on the engine.
  if (!isMade(stack)) return;
  const before = await exportState(stack);
  const docker = engineAt(stack.host);
  const remove = async (what) => {
    for (const line of await sweep(docker, { ...stack, ...what })) say(line);
  };
  await remove({ state: before, begunOnly: true });
  const destroyed = await pulumi(stack, ["destroy", "--yes", "--skip-preview", "--ignore-protect"]);
  if (destroyed.code !== 0) say(`pulumi destroy failed: ${destroyed.text}`);
  const state = await exportState(stack);
  await remove({ state });
  const left = (state.deployment?.resources ?? []).filter(({ custom, type }) => custom && foreign(type));
  if (left.length > 0) throw new Error(`not destroyed: ${left.map(({ urn }) => urn).join(", ")}`);
}

/** Whether the file of its state is there. */
const isMade = (stack) =>
  readdirSync(stateFolder(stack), { recursive: true }).some((file) => basename(file).startsWith(`${stack.stack}.json`));

/** What the state knows. */
async function exportState(stack) {
  const { code, text } = await pulumi(stack, ["stack", "export"]);
  if (code === 0) return JSON.parse(text.slice(text.indexOf("{")));
  throw new Error(`the state can't be read: ${text}`);
}

/** What no engine can be swept of: a resource of another provider that stayed needs its own. */
const foreign = (type) => !type.startsWith("docker:") && !type.startsWith("pulumi:");

/** A `pulumi` of the stack ends by itself when it is asked to, which keeps its state whole; if it does not, it is killed. */
async function endProcesses(stack, say) {
  for (const [signal, patience] of [
    ["SIGINT", graceMs],
    ["SIGTERM", pauseMs],
    ["SIGKILL", pauseMs],
  ]) {
    const running = signal === "SIGINT" ? processes(stack).filter(isCli) : processes(stack);
    for (const pid of running) {
      say(`${signal} to process ${pid}`);
      try {
        process.kill(pid, signal);
      } catch {
        // It ended in between.
      }
    }
    for (const end = Date.now() + patience; running.some(isAlive) && Date.now() < end;) await sleep(100);
  }
}

/**
 * All that work on the stack, plugins among them: the state's folder, which nobody else has, stands in their
 * environment. Where the system does not show that, those that hold the state's lock.
 */
function processes(stack) {
  if (process.platform !== "linux")
    return locks(stack)
      .map(({ pid }) => pid)
      .filter(isAlive);
  return readdirSync("/proc")
    .filter(
      (entry) => /^\d+$/.test(entry) && read(`/proc/${entry}/environ`).includes(stack.environment.PULUMI_BACKEND_URL),
    )
    .map(Number);
}

/** The CLI itself; the kernel cuts names at 15 characters. */
const isCli = (pid) => process.platform !== "linux" || read(`/proc/${pid}/comm`).trim() === "pulumi";

function isAlive(pid) {
  try {
    // A zombie has ended; whoever started it has not looked yet, or was killed.
    return process.kill(pid, 0) && !/^State:\s*Z/m.test(read(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

const stateFolder = ({ environment }) => environment.PULUMI_BACKEND_URL.replace("file://", "");

/** Who holds the lock on the state, or held it until it was killed. */
function locks({ environment, project, stack }) {
  const folder = join(stateFolder({ environment }), ".pulumi", "locks", "organization", project, stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    try {
      return JSON.parse(read(join(folder, file)));
    } catch {
      return {};
    }
  });
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Runs the CLI on the stack; never throws, since a teardown goes on with what it can do. */
function pulumi({ environment, program, stack }, args) {
  return new Promise((resolve) => {
    const child = spawn("pulumi", [...args, "--stack", stack, "--non-interactive", "--color", "never"], {
      cwd: program,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: cliMs,
    });
    let text = "";
    child.stdout.on("data", (data) => (text += data));
    child.stderr.on("data", (data) => (text += data));
    child.on("error", (error) => resolve({ code: -1, text: error.message }));
    child.on("close", (code) => resolve({ code, text: text.trim() }));
  });
}
