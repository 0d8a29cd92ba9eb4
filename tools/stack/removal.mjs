// `pulumi destroy`, and what becomes of the data.

import { createInterface } from "node:readline/promises";
import { Advice, bold, note, step } from "../console.mjs";
import { displayFlags } from "./update.mjs";
import { inForeground } from "./foreground.mjs";

/** The data volumes of a stack. They are labelled, because after `destroy` no state knows them. */
export const dataVolumes = (api, label) => api.volumes(`plimsoll.stack=${label}`, "plimsoll.role=data");

/** What `--purge-data` needs before it may delete: "yes" (given), "ask" (there is a terminal), or "refuse". */
export function consentTo({ purge, yes, atTerminal }) {
  if (!purge) return "none";
  if (yes) return "yes";
  return atTerminal ? "ask" : "refuse";
}

/** Asks the person at the terminal; anything but the stack's name keeps the data, and ends everything. */
export async function ask(volumes, label) {
  console.log(bold("This deletes the data of the stack for ever:"));
  for (const { Name, Mountpoint } of volumes) note(`${Name}  ${Mountpoint}`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await lines.question(`Type ${label} to go on: `);
    if (answer.trim() !== label) throw new Advice("not confirmed: nothing was removed, and nothing was deleted");
  } finally {
    lines.close();
  }
}

/** Removes everything but the data volumes. */
export async function destroy(stack) {
  const args = [
    "destroy",
    "--yes",
    "--skip-preview",
    "--stack",
    stack.name,
    "--suppress-permalink=true",
    "--suppress-outputs",
    ...displayFlags(),
  ];
  const { code, interrupted } = await inForeground(stack.program, args, { cwd: stack.folder, env: stack.env });
  if (interrupted)
    throw new Advice("interrupted; what was not removed yet still runs", "`npm run down` goes on from there");
  if (code !== 0)
    throw new Advice(
      "`pulumi destroy` failed; its reasons stand above",
      "put that right and start `npm run down` again; the data is untouched",
    );
}

export async function purge(api, volumes) {
  for (const { Name } of volumes) await step(`delete volume ${Name}`, async () => void (await api.removeVolume(Name)));
}

export function tellWhereDataIs(volumes) {
  if (volumes.length === 0) return note("no data volumes are left");
  console.log("\nThe data was kept, and the next `npm run up` finds it again:");
  for (const { Name, Mountpoint } of volumes) note(`${Name}  ${Mountpoint}`);
  note("`npm run down -- --purge-data` deletes it");
}
