// Runs `pulumi` where people see it, and lets it finish its step when they interrupt it.

import { spawn } from "node:child_process";
import { note, warn } from "../console.mjs";

/** Resolves with { code, signal, interrupted }. */
export function inForeground(program, args, { cwd, env }) {
  const atTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  return new Promise((resolve, reject) => {
    // At a terminal Ctrl-C reaches `pulumi` by itself. Elsewhere it gets a process group of its own, so that it is told
    // once, by us: a second interrupt makes it drop what it is doing.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: [atTerminal ? "inherit" : "ignore", "inherit", "inherit"],
      detached: !atTerminal,
    });
    let first;
    const interrupt = (signal) => {
      const now = Date.now();
      const again = first !== undefined;
      // npm and the shell may both pass on the same signal.
      if (again && now - first < 2_000) return;
      first ??= now;
      if (!again) warn("interrupted: pulumi finishes the running step and then ends");
      else note("interrupted again: pulumi ends at once, and the next `up` repairs what that leaves");
      if (!atTerminal || signal !== "SIGINT") child.kill("SIGINT");
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    signals.forEach((signal) => process.on(signal, interrupt));
    const settle = (action) => {
      signals.forEach((signal) => process.off(signal, interrupt));
      action();
    };
    child.on("error", (error) => settle(() => reject(error)));
    child.on("close", (code, signal) => settle(() => resolve({ code, signal, interrupted: first !== undefined })));
  });
}
