import { alpineNodeBases, distrolessNodeBases, imageVersion, nodeBases, type NodeBaseMajor } from "./pinned";

/** What lies below the application in an image. For Python services there are `slim` and `minimal`, with Python where Node is named. */
export const ImageBase = {
  /** Debian with Node, npm and a shell: packages can be added, and everybody knows it. */
  slim: "slim",
  /** Alpine with Node, npm and a shell: a third smaller; its C library is an experimental tier for Node. */
  alpine: "alpine",
  /** Google's image with Node and what it needs: no shell, no npm. */
  distroless: "distroless",
  /** Node itself, its libraries, accounts and certificates, taken from the slim image. No shell, no npm, no other image to pull. */
  minimal: "minimal",
} as const;

export type ImageBase = (typeof ImageBase)[keyof typeof ImageBase];

/** The images that a service is built in and run on. */
export interface Base {
  kind: ImageBase;
  /** Has Node, npm and a shell: dependencies are installed in it. */
  build: string;
  /** What the result begins from. */
  run: string;
  /** The program that installs system packages, where `run` has one. */
  packages?: "apt" | "apk";
  environment: Record<string, string>;
}

export interface BaseChoice {
  kind: ImageBase;
  /** An image of the user's own in place of the official one. */
  image?: string;
}

/** Who runs a service unless its user says otherwise: that of Node's official images, and nobody's on most hosts. */
export const usualUser = "1000:1000";

/** The path on which scratch finds Node, and the one of distroless. */
const minimalPath = "/usr/local/bin";
const distrolessPath = "/nodejs/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export function baseOf(major: NodeBaseMajor, { kind, image }: BaseChoice): Base {
  const slim = image ?? nodeBases[major];
  switch (kind) {
    case "alpine": {
      const alpine = image ?? alpineNodeBases[major];
      return { kind, build: alpine, run: alpine, packages: "apk", environment: {} };
    }
    case "distroless":
      // Packages with parts in C are built for Debian, as distroless is.
      return { kind, build: slim, run: image ?? distrolessNodeBases[major], environment: { PATH: distrolessPath } };
    case "minimal":
      return { kind, build: slim, run: "scratch", environment: { PATH: minimalPath, ...versionOf(slim) } };
    case "slim":
      return { kind, build: slim, run: slim, packages: "apt", environment: {} };
  }
}

/** As the official images say it: tools that look for old versions read this. */
function versionOf(image: string): Record<string, string> {
  const version = imageVersion("node", image);
  return version === undefined ? {} : { NODE_VERSION: version };
}

/** Whether a program can be started through a shell or npm on it. */
export const hasShell = ({ kind }: Pick<Base, "kind">): boolean => kind === "slim" || kind === "alpine";
