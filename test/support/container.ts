import Docker from "dockerode";
import { pinnedImages } from "../../lib/images/pinned";

/** The engine that DOCKER_HOST names, else the default one. */
export const docker = new Docker();

/** Runs a script in Node's pinned image under a memory limit, to its end; what it printed, and whether the kernel killed it. */
export async function runOnce({
  script,
  memoryMiB,
  options,
}: {
  script: string;
  memoryMiB: number;
  options: string;
}): Promise<{ said: string; killed: boolean }> {
  const bytes = memoryMiB * 1_048_576;
  const container = await docker.createContainer({
    Image: pinnedImages.node,
    Cmd: ["node", "-e", script],
    Env: [`NODE_OPTIONS=${options}`],
    Tty: true,
    HostConfig: { Memory: bytes, MemorySwap: bytes, NetworkMode: "none" },
  });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    const said = (await container.logs({ stdout: true, stderr: true })).toString();
    const { State } = await container.inspect();
    return { said, killed: State.OOMKilled || StatusCode === 137 };
  } finally {
    await container.remove({ force: true });
  }
}
