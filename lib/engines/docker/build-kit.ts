import type Docker from "dockerode";
import type { Fault } from "../../validation/fault";

/**
 * Whether the engine builds with BuildKit: without it a build fails at the first mount, with words about syntax that name no cause.
 * Docker's own does since 18.09, whatever its ping says (20.10's header is empty); others speak its language and don't, such as Podman.
 */
export async function hasBuildKit(client: Docker): Promise<boolean> {
  const { Components = [] } = (await client.version()) as { Components?: { Name: string }[] };
  return Components.length === 0 || Components.some(({ Name }) => Name === "Engine");
}

export const noBuildKit: Fault = {
  path: "build",
  problem: "the engine does not build with BuildKit, which mounts caches and secrets",
  remedy: "name a Docker Engine in docker:host, or build elsewhere and write image",
};

/** Another system's programs run only where the kernel was told who interprets them. */
export const wrongPlatform = (log: string): string | undefined =>
  /exec format error/i.test(log)
    ? "The engine can't run programs of that platform: leave build.platform out, or install an interpreter for them (the packages qemu-user-static and binfmt-support)."
    : undefined;
