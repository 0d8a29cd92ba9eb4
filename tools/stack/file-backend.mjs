// What an ended `pulumi` left in a file backend: its lock, unless the holder is still there, and writes that were cut off.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { dropTornAttributes } from "../../lib/assets/torn-attributes.cjs";
import { Advice, step, warn } from "../console.mjs";
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

/** Makes the stack's state readable and free again after a `pulumi` that was killed; refuses while another one is at work. */
export async function freeState(stack) {
  const locks = readLocks(stack);
  refuseIfAtWork(stack, locks);
  if (stack.backend)
    for (const file of dropTornAttributes(stack.backend))
      warn(`removed ${file}: the last \`pulumi\` was ended while it wrote that, and nothing needs it`);
  if (locks.length === 0) return;
  await step(
    `unlock the stack: the process that held it (${locks.map(({ pid }) => pid).join(", ")}) is gone`,
    async () => {
      const ended = endOrphans(stack.label);
      await stack.pulumi(["cancel", "--yes"]);
      return ended.length > 0 ? `and its plugins were ended (${ended.join(", ")})` : "";
    },
  );
}

function refuseIfAtWork(stack, locks) {
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
