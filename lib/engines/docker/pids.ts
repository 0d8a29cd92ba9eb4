import type { Container, ContainerInspectInfo } from "dockerode";
import { engine } from "./engine";

/** Carries the limit, so that another one makes another container, and a missing one is noticed. */
export const pidsLabel = "plimsoll.pids";

/** Trap no-pids-limit: the provider can't set it; the engine takes it live, and keeps it over restarts and updates. */
export async function limitPids(container: Container, pids: number): Promise<void> {
  await container.update({ PidsLimit: pids });
}

/** Whether the container has the limit that its label names. An engine whose kernel can't limit processes drops it with a warning. */
export async function hasPidsLimit({ Config, HostConfig }: ContainerInspectInfo): Promise<boolean> {
  const asked = Config.Labels[pidsLabel];
  if (asked === undefined || String(HostConfig.PidsLimit) === asked) return true;
  const { PidsLimit: possible } = (await (await engine()).info()) as { PidsLimit?: boolean };
  return possible === false;
}
