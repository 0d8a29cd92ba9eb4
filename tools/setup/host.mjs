// The host that the example plans for, where the machine is smaller than what its program takes by itself.

import { note } from "../console.mjs";

/** What examples/pilotpros/config.ts takes when nothing is said. */
const planned = { cpus: 2, memoryMiB: 8192 };

/** The host to plan for: undefined where the program's own fits this engine. `info`: its answer to GET /info. */
export function hostOf({ NCPU, MemTotal }) {
  const memoryMiB = Math.floor(MemTotal / 1024 ** 2);
  if (NCPU >= planned.cpus && memoryMiB >= planned.memoryMiB) return undefined;
  return `${Math.min(NCPU, planned.cpus)}cpu,${Math.min(memoryMiB, planned.memoryMiB)}MiB`;
}

/** Says in the stack's configuration what the machine has, unless its user said it. */
export async function ensureHost(stack, api) {
  const host = hostOf(await api.info());
  if (host === undefined) return;
  const config = JSON.parse((await stack.pulumi(["config", "--json"])).stdout);
  if (`${stack.project}:host` in config) return;
  await stack.pulumi(["config", "set", "host", host]);
  note(
    `this engine has less than the example plans for: it plans for ${host} (\`pulumi config set host\` says otherwise)`,
  );
}
