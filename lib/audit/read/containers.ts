import type Docker from "dockerode";
import type { RunConfig } from "../image";
import type { ContainerFacts } from "../view";

/** A container, and the id of its image. */
export interface ReadContainer extends ContainerFacts {
  readonly imageId: string;
  /** The image as whoever made the container called it. */
  readonly image: string;
}

export async function readContainer(engine: Docker, id: string): Promise<ReadContainer> {
  const { Name, Image, Config, HostConfig, Mounts } = await engine.getContainer(id).inspect();
  const labels = Config.Labels ?? {};
  const config: RunConfig = {
    user: Config.User ?? "",
    env: Config.Env ?? [],
    labels,
    entrypoint: [(Config.Entrypoint as string | string[] | null) ?? []].flat(),
    command: Config.Cmd ?? [],
    workingDir: Config.WorkingDir ?? "",
    healthCheck: (Config.Healthcheck?.Test?.length ?? 0) > 0 && Config.Healthcheck?.Test?.[0] !== "NONE",
  };
  const service = labels["plimsoll.service"];
  return {
    name: Name.replace(/^\//, ""),
    ...(service === undefined ? {} : { service }),
    imageId: Image,
    image: Config.Image,
    config,
    inputs: {
      user: config.user,
      readOnly: HostConfig.ReadonlyRootfs === true,
      privileged: HostConfig.Privileged === true,
      capabilities: { adds: list(HostConfig.CapAdd), drops: list(HostConfig.CapDrop) },
      securityOpts: HostConfig.SecurityOpt ?? [],
      networkMode: HostConfig.NetworkMode,
      pidMode: HostConfig.PidMode,
      ipcMode: HostConfig.IpcMode,
      usernsMode: HostConfig.UsernsMode,
      tmpfs: HostConfig.Tmpfs ?? {},
      devices: ((HostConfig.Devices as { PathOnHost?: string }[] | null) ?? []).map(({ PathOnHost }) => ({
        hostPath: PathOnHost,
      })),
      mounts: Mounts.map(({ Type, Source, RW }) => ({ type: Type, source: Source, readOnly: !RW })),
    },
  };
}

/** The containers of a stack that run a program, by its labels; those that only carry files never do. */
export async function containersOfStack(engine: Docker, stack: string): Promise<ReadContainer[]> {
  const label = [`plimsoll.stack=${stack}`];
  const found = await engine.listContainers({ all: true, filters: { label } });
  const running = found.filter(({ Labels }) => Labels["plimsoll.role"] !== "files");
  const containers = await Promise.all(running.map(({ Id }) => readContainer(engine, Id)));
  return containers.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Engines write null for a list of nothing. */
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
