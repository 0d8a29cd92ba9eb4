import type { ImageBase } from "../images/bases";
import type { RegistryCache } from "./registry-cache";

/** A folder with an application that is built into an image. Where it has no Dockerfile, one is made from what it holds. */
export interface BuildArgs {
  /** The folder, relative to the stack program. */
  context: string;
  /** The package that becomes the image, where the folder is a workspace of several: its folder, such as "packages/api", or its name. @default none; a workspace needs one */
  workspace?: string;
  /** Path of the Dockerfile inside the folder. @default "Dockerfile", where Docker looks; without that file one is made */
  dockerfile?: string;
  /** The stage to build. @default the last one; a Dockerfile that is made has no other */
  target?: string;
  /** Build arguments. Never secrets: they stay in the image's history. @default none */
  args?: Record<string, string>;
  /** Files of the deploying machine that steps mount as build secrets, by id: `{ ca: "/etc/ssl/company.pem" }`. A Dockerfile that is made knows `ca` and `npmrc`. @default none */
  secretFiles?: Record<string, string>;
  /** A published RegistryCache in which layers are kept: an engine without them, such as a new one, then builds only what changed. Whoever reaches it can read them. @default none: only the engine's own cache */
  cache?: RegistryCache;
  /** What lies below a Node service: `ImageBase.slim`, `.alpine`, `.distroless` or `.minimal`; below a Python service `.slim` or `.minimal`. @default "slim": it has a shell, and takes system packages */
  base?: ImageBase;
  /** An image with Node or Python in place of the official one, such as a company's, or one that is pinned by its digest. For `ImageBase.minimal` it is where they are taken from. @default none */
  baseImage?: string;
  /** Packages of the system that the service calls, such as `["imagemagick", "ffmpeg"]`, by their names in Debian or Alpine. @default none */
  packages?: string[];
  /** Makes the program and its modules one file: the image is smaller, and starts faster. Packages that load parts by name, or look for files of their own, must stay out of it. @default false: which those are, only its tests show */
  bundle?: boolean | BundleArgs;
  /** Starts the program once in the build and keeps what Node compiled. What it does before it listens, it does in the build too. @default false, for that reason */
  compileCache?: boolean;
  /** What it is built for, such as "linux/arm64": the engine must be able to run it. @default the engine's own platform */
  platform?: string;
}

/** How a program is made into one file. */
export interface BundleArgs {
  /** Packages that stay beside it, since they load parts by name or look for files of their own. With `bundle: true` those that npm's lock file gives away: with an install script, or with parts for each system. */
  external: string[];
}
