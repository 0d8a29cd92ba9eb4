// What is said at the end: the services as a table, or what is wrong with which of them.

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bold, dim, note, red, step, warn } from "../console.mjs";
import { healthTimes } from "./health-times.mjs";
import { healthOf, isTroubled, serviceTable } from "./services.mjs";

const logLines = 20;

async function inspectAll(api, label, ...more) {
  const listed = await api.containers(`plimsoll.stack=${label}`, ...more);
  return (await Promise.all(listed.map(({ Id }) => api.container(Id)))).filter(Boolean);
}

/** The long-running services of a stack. */
const inspectServices = (api, label) => inspectAll(api, label, "plimsoll.role=service");

/** Waits for services that are still starting (after a restart of the engine, say). */
export async function settle(api, label, patience = 60_000) {
  const starting = async () => (await inspectServices(api, label)).filter((one) => healthOf(one) === "starting");
  const names = (containers) => containers.map(({ Name }) => Name.slice(1)).join(", ");
  const first = await starting();
  if (first.length === 0) return;
  await step(`wait for ${names(first)} to become healthy`, async () => {
    for (const until = Date.now() + patience; Date.now() < until; await wait(500))
      if ((await starting()).length === 0) return;
  });
}

/** Prints every service with its numbers. */
export async function printServices(api, stack, seen) {
  const containers = await inspectServices(api, stack.label);
  if (containers.length === 0)
    return warn("no service belongs to this stack: look at the program that Pulumi.yaml's `main` names");
  const times = healthTimes(containers, seen, join(stack.place, `health-times.${stack.short}.json`));
  const rows = containers.map(async (container, index) => {
    const [image, stats] = await Promise.all([api.image(container.Image), api.stats(container.Id)]);
    return { container, image, stats, healthyAfter: times[index] };
  });
  console.log(`\n${serviceTable(await Promise.all(rows))}\n`);
}

/** Services that are not well: stopped, restarting, unhealthy. */
export async function unwell(api, label) {
  const fine = ["healthy", "no check"];
  return (await inspectServices(api, label)).filter((container) => !fine.includes(healthOf(container)));
}

/** Prints the last lines of each container that is not well, so that nobody has to go and look. Returns how many. */
export async function printTroubles(api, label) {
  const troubled = (await inspectAll(api, label)).filter(isTroubled);
  for (const container of troubled) {
    const { ExitCode, OOMKilled, Error: error } = container.State;
    const details = [
      healthOf(container),
      ...(container.State.Running ? [] : [`exit status ${ExitCode}`]),
      ...(OOMKilled ? ["it ran out of memory"] : []),
      ...(error ? [error] : []),
    ];
    console.log(`\n${red("✗")} ${bold(container.Name.slice(1))}: ${details.join(", ")}`);
    const check = container.State.Health?.Log?.at(-1);
    if (check && check.ExitCode !== 0) note(`its health check says: ${check.Output.trim().split("\n").at(-1)}`);
    const said = (await api.logs(container.Id, logLines)).trimEnd();
    console.log(said ? said.replace(/^/gm, dim("  | ")) : dim("  (it wrote nothing)"));
  }
  return troubled.length;
}
