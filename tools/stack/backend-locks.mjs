// Pulumi's own lock on a stack in a file backend: who holds it, and is the holder still there?

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Advice, step } from "../console.mjs";
import { isAlive } from "../setup/processes.mjs";
import { endOrphans } from "./orphans.mjs";

/** What a lock means here: "stale" (its holder is gone), "held" (at work) or "foreign" (another machine's: can't be told). */
export function judgeLock(lock, { host, alive, program }) {
  if (lock.hostname && lock.hostname !== host) return "foreign";
  if (!alive(lock.pid)) return "stale";
  // The pid may be another program's by now.
  const name = program(lock.pid);
  return name === undefined || name.startsWith("pulumi") ? "held" : "stale";
}

/** Removes a lock that an ended `pulumi` left; refuses while another one is at work. */
export async function clearStaleLock(stack) {
  const locks = readLocks(stack);
  if (locks.length === 0) return;
  const here = { host: hostname(), alive: isAlive, program: programOf };
  for (const lock of locks) {
    const verdict = judgeLock(lock, here);
    if (verdict === "held")
      throw new Advice(
        `another \`pulumi\` (process ${lock.pid}, since ${lock.timestamp}) is at work on stack ${stack.name}`,
        "wait for it to end, and start again",
      );
    if (verdict === "foreign")
      throw new Advice(
        `stack ${stack.name} is locked by ${lock.username}@${lock.hostname} (process ${lock.pid}, since ${lock.timestamp})`,
        `if that process is gone: PULUMI_BACKEND_URL=file://${stack.backend} pulumi cancel --stack ${stack.name}`,
      );
  }
  await step(
    `unlock the stack: the process that held it (${locks.map(({ pid }) => pid).join(", ")}) is gone`,
    async () => {
      const ended = endOrphans(stack.label);
      await stack.pulumi(["cancel", "--yes"]);
      return ended.length > 0 ? `and its plugins were ended (${ended.join(", ")})` : "";
    },
  );
}

function readLocks({ backend, project, short }) {
  if (!backend) return [];
  const folder = join(backend, ".pulumi", "locks", "organization", project, short);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}

function programOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}
