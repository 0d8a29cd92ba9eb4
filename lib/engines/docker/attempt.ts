import type { ContainerInspectInfo } from "dockerode";
import { engine, underMocks } from "./engine";

/** Names the container of the attempt before, which came to nothing: a new value makes a new container. */
const retryLabel = "plimsoll.retry";

/**
 * Trap lost-hook: what follows a container's creation (a task's run, the limit of processes) may fail or be interrupted, and
 * Pulumi keeps the container as if all were well. What the engine knows makes the next `up` replace it.
 */
export async function attemptLabel(
  name: string,
  cameToItsEnd: (container: ContainerInspectInfo) => boolean | Promise<boolean>,
): Promise<Record<string, string>> {
  if (underMocks()) return {};
  const container = await (
    await engine()
  )
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
  if (container === undefined) return {};
  if (!(await cameToItsEnd(container))) return { [retryLabel]: container.Id.slice(0, 12) };
  // Kept: without it the attempt that succeeded would be replaced.
  const before = container.Config.Labels[retryLabel];
  return before === undefined ? {} : { [retryLabel]: before };
}
