// What an interrupted `up` left: things on the engine that Pulumi began to make and does not know of.

import { Advice, step, warn } from "../console.mjs";

/**
 * Compares the state with what carries the stack's label on the engine. Returns what to remove (its creation was begun
 * and never noted), what is nobody's business here (made elsewhere), and whether operations are pending. Volumes are
 * never among them: the next `up` adopts those by name.
 */
export function planRepair({ resources = [], pending_operations: pending }, { containers, networks }) {
  const known = new Set(resources.map(({ id }) => id));
  const begun = new Set(
    (pending ?? []).filter(({ type }) => type === "creating").map(({ resource }) => resource?.inputs?.name),
  );
  const strays = [
    ...containers.map(({ Id, Names }) => ({ kind: "container", id: Id, name: Names[0].replace(/^\//, "") })),
    ...networks.map(({ Id, Name }) => ({ kind: "network", id: Id, name: Name })),
  ].filter(({ id }) => !known.has(id));
  return {
    remove: strays.filter(({ name }) => begun.has(name)),
    foreign: strays.filter(({ name }) => !begun.has(name)),
    pending: (pending ?? []).length,
  };
}

/** Repairs what an interruption left. `strict`: refuse where things of another origin would be in the way. */
export async function repair(stack, api, { strict = true } = {}) {
  const label = `plimsoll.stack=${stack.label}`;
  const [state, containers, networks] = await Promise.all([stack.state(), api.containers(label), api.networks(label)]);
  const { remove, foreign, pending } = planRepair(state, { containers, networks });
  if (foreign.length > 0) {
    const names = foreign.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    const problem = `on the engine are things labelled as stack ${stack.label} that this checkout's state does not know: ${names}`;
    if (strict)
      throw new Advice(
        problem,
        "they are another checkout's (run `npm run down` there, or choose another name here: PULUMI_STACK=name), or this one's state was lost (then remove them by hand)",
      );
    warn(problem);
  }
  if (pending === 0) return;
  warn("the last run was interrupted; putting that right first");
  for (const { kind, id, name } of remove)
    await step(
      `remove the half-made ${kind} ${name}`,
      async () => void (kind === "container" ? await api.removeContainer(id) : await api.removeNetwork(id)),
    );
  await step(
    "bring Pulumi's state up to date",
    async () => void (await stack.pulumi(["refresh", "--clear-pending-creates", "--yes", "--skip-preview"])),
  );
}
