import type * as pulumi from "@pulumi/pulumi";
import type { GeneratedBuild } from "../images/dockerfile/generate";

/** An image taken by name, or built from a folder. */
export type ImageSource = { reference: string } | { build: BuildSource };

/** A folder with an application, and its Dockerfile or the one that was made for it. */
export interface BuildSource {
  /** The folder, relative to the stack program. */
  context: string;
  /** Path of the Dockerfile inside the context. */
  dockerfile: string;
  /** The stage to build. */
  target?: string;
  args?: Record<string, string>;
  /** Files of the deploying machine that steps may mount, by id; never in a layer, the state or the cache key. */
  secretFiles?: Record<string, string>;
  /** Such as "linux/arm64". */
  platform?: string;
  /** Where layers are looked for, and kept. */
  cache?: LayerCache;
  /** Where the folder has no Dockerfile: what is built is then a folder that the engine's part fills from both. */
  generated?: GeneratedBuild;
  /** Files of the folder whose edits build it anew, where not all do: what the container sees live needs no other image. */
  deciding?: readonly string[];
}

/** A registry that keeps the layers of builds. */
export interface LayerCache {
  /** What stands before the names of its images, for the engine: "127.0.0.1:5000". */
  host: string;
  /** The build waits for it. */
  ready: pulumi.Resource;
}

/** A file that the container finds at `path`, readable by its user and by nobody's environment listing. */
export interface FileSource {
  path: string;
  content: pulumi.Input<string>;
}

/** A folder in memory, for what a read-only container must write and may lose. */
export interface Scratch {
  path: string;
  sizeMiB: number;
  /** Octal mode, such as "1777". */
  mode: string;
  uid?: number;
  /** Lets programs in it be run. */
  executable?: boolean;
}

/** A named volume that outlives the container and the stack. */
export interface DataVolume {
  /** What it holds; the volume's name ends with it. */
  purpose: string;
  path: string;
}

/** A folder of the deploying machine that the container sees as it is at each moment. Only an engine on that machine has it. */
export interface SourceFolder {
  /** Relative to the stack program. */
  folder: string;
  path: string;
  readOnly: boolean;
  /** Folders below it, or elsewhere by an absolute path, that the container has to itself, begun as copies of what the image has there. No data: they go with the image. */
  own: readonly string[];
  /** Where it lies once more, read-only and whole, for programs that copy out of it. */
  original?: string;
}

/** A probe that the engine runs inside the container. Times in milliseconds. */
export interface HealthProbe {
  command: string[];
  intervalMs: number;
  timeoutMs: number;
  startPeriodMs: number;
  retries: number;
}

/** A port of the container that the host answers on. Each container port has one host port at most: engines keep no order of several. */
export interface PublishedPort {
  container: number;
  host: number;
  /** Address of the host that it binds to. */
  address: string;
}

/** Hard limits and what is reserved below them. */
export interface Limits {
  memoryMiB: number;
  memoryReservationMiB: number;
  cpus: number;
  /** CPUs this service gets when all want some: a weight against the others. */
  cpusReserved: number;
  /** Processes and threads. */
  pids: number;
  /** Size of /dev/shm. */
  shmMiB: number;
}

/** What a container is, apart from whether it runs for ever or once. */
export interface ContainerSpec {
  /** Name of the service: the container's last name, and its host name on the network. */
  name: string;
  /** The class that describes it, for labels and error texts. */
  component: string;
  image: ImageSource;
  entrypoint?: string[];
  command?: string[];
  /** Never a secret: the engine shows the environment to everybody who may ask it. */
  environment: Record<string, pulumi.Input<string>>;
  files: FileSource[];
  limits: Limits;
  /** Numeric user and group. */
  user: string;
  /** Puts an init process first, where the image has none and the program doesn't reap children. */
  init: boolean;
  scratch: Scratch[];
  volumes: DataVolume[];
  source?: SourceFolder | undefined;
}

/** One container service, for any engine. */
export interface ServiceSpec extends ContainerSpec {
  health: HealthProbe;
  stop: { signal: string; graceMs: number };
  ports: PublishedPort[];
}

/** A container that runs once, to its end, before those who depend on it start. */
export interface TaskSpec extends ContainerSpec {
  /** The task fails when it takes longer. */
  timeoutMs: number;
}
