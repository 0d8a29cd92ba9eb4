// `pulumi up` and what comes after it: is everything well, what changed, what runs now.

import { Advice, bold, green, note, warn } from "../console.mjs";
import { inForeground } from "./foreground.mjs";
import { watchHealth } from "./health-times.mjs";
import { printServices, printTroubles, settle, unwell } from "./report.mjs";

/** Deploys the stack and reports. */
export async function update(stack, api, { refresh = false } = {}) {
  const { seen, end } = watchHealth(api, stack.label);
  try {
    await deploy(stack, api, refresh);
    await settle(api, stack.label);
    await refuseUnwell(stack, api);
    const [changes, outputs] = await Promise.all([lastChanges(stack), readOutputs(stack)]);
    await printServices(api, stack, seen);
    if (nothingChanged(changes)) console.log(`${green("✓")} nothing to change: the stack was already as described`);
    if (outputs.url) console.log(`${green("✓")} open ${bold(outputs.url)}`);
  } finally {
    end();
  }
}

async function deploy(stack, api, refresh) {
  // The preview stays: what it refuses, it refuses before anything has changed.
  const args = [
    "up",
    "--yes",
    "--stack",
    stack.name,
    "--suppress-permalink=true",
    "--suppress-outputs",
    ...(refresh ? ["--refresh"] : []),
  ];
  const { code, signal, interrupted } = await inForeground(stack.program, [...args, ...displayFlags()], {
    cwd: stack.folder,
    env: stack.env,
  });
  if (code === 0 && !interrupted) return;
  if (interrupted)
    throw new Advice(
      "interrupted; what was made so far stays",
      "`npm run up` goes on from there, `npm run down` removes it",
    );
  if (signal)
    throw new Advice(
      `\`pulumi up\` was ended by ${signal}`,
      "start `npm run up` again: it repairs what that left, and goes on from there",
    );
  await printTroubles(api, stack.label);
  throw new Advice(
    "`pulumi up` failed; its reasons stand above",
    (await knownCause(stack)) ?? "put that right and start `npm run up` again; what is up stays up",
  );
}

/** Without a terminal lines are read later: no questions, no drawing over. */
export const displayFlags = () =>
  process.stdin.isTTY && process.stdout.isTTY ? [] : ["--non-interactive", "--color", "never"];

/** Pulumi's words for a wrong passphrase name no remedy. */
async function knownCause(stack) {
  const { code, stderr } = await stack.pulumi(["config", "--show-secrets", "--json"], { allowFailure: true });
  if (code === 0 || !/passphrase/.test(stderr)) return undefined;
  return stack.env.PULUMI_CONFIG_PASSPHRASE === undefined && !stack.env.PULUMI_CONFIG_PASSPHRASE_FILE
    ? "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE: your backend encrypts by passphrase"
    : "the passphrase is not the one that this stack was made with: correct PULUMI_CONFIG_PASSPHRASE, or restore the passphrase file";
}

async function refuseUnwell(stack, api) {
  const { resources = [] } = await stack.state();
  const missing = await missingServices(resources, api, stack.label);
  const sick = await unwell(api, stack.label);
  if (missing.length + sick.length === 0) return;
  await printTroubles(api, stack.label);
  if (missing.length > 0) warn(`not on the engine any more: ${missing.join(", ")}`);
  const names = [...sick.map(({ Name }) => Name.slice(1)), ...missing].join(", ");
  throw new Advice(
    `the stack is as described, but not everything in it runs: ${names}`,
    "`npm run up -- --refresh` puts back what was stopped or removed by hand; a service that fails by itself says why above",
  );
}

/** Names of services that Pulumi knows and the engine does not. */
export async function missingServices(resources, api, label) {
  const there = new Set((await api.containers(`plimsoll.stack=${label}`)).map(({ Id }) => Id));
  const isService = ({ inputs }) =>
    inputs?.labels?.some(({ label: key, value }) => key === "plimsoll.role" && value === "service");
  return resources
    .filter(
      (resource) =>
        resource.type === "docker:index/container:Container" && isService(resource) && !there.has(resource.id),
    )
    .map(({ inputs, urn }) => inputs.name ?? urn.split("::").at(-1));
}

async function lastChanges(stack) {
  const { stdout } = await stack.pulumi(["stack", "history", "--json", "--page-size", "1"], { allowFailure: true });
  return JSON.parse(stdout || "[]")[0]?.resourceChanges;
}

/** Whether an update left everything as it was. */
export function nothingChanged(changes) {
  return (
    changes !== undefined &&
    Object.entries(changes).every(([kind, count]) => kind === "same" || kind === "read" || count === 0)
  );
}

async function readOutputs(stack) {
  const { stdout, code } = await stack.pulumi(["stack", "output", "--json"], { allowFailure: true });
  if (code !== 0) note("the stack's outputs can't be read");
  return code === 0 ? JSON.parse(stdout) : {};
}
