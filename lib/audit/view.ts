import type { Image, RunConfig } from "./image";
import { overlay, type Placed } from "./overlay";

/** The container that an image is looked at for: it may say otherwise than the image. */
export interface ContainerFacts {
  readonly name: string;
  /** Of the stack's service, where labels tell it. */
  readonly service?: string;
  readonly config: RunConfig;
  /** As a program would have asked the provider for it, for the rules over containers. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What is asked of every image alike. */
export interface AuditLimits {
  /** Bytes an image may have, uncompressed. */
  readonly maxSize: number;
  /** Whether somebody asked for just that, who then wants to be stopped by it. */
  readonly sizeIsAsked?: boolean;
  readonly today: Date;
}

/** An image as rules look at it. */
export interface AuditView {
  readonly image: Image;
  readonly container?: ContainerFacts;
  /** How it is run: the container's own word, else the image's. */
  readonly run: RunConfig;
  readonly limits: AuditLimits;
  /** What a container sees, by path. */
  readonly visible: ReadonlyMap<string, Placed>;
  /** Every file of every layer, deleted ones too. */
  readonly everything: readonly Placed[];
}

export function viewImage(image: Image, limits: AuditLimits, container?: ContainerFacts): AuditView {
  const everything = overlay(image);
  const seen = everything.filter(({ hiddenBy }) => hiddenBy === undefined);
  return {
    image,
    run: container?.config ?? image.config,
    limits,
    visible: new Map(seen.map((placed) => [placed.entry.path, placed])),
    everything,
    ...(container === undefined ? {} : { container }),
  };
}

/** Follows symbolic links, so that `bin/sh` is found where `bin` leads to `usr/bin`. Undefined where nothing is. */
export function resolved({ visible }: AuditView, path: string, patience = 16): Placed | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  const done: string[] = [];
  while (parts.length > 0) {
    const part = parts.shift() ?? "";
    if (part === ".") continue;
    if (part === "..") {
      done.pop();
      continue;
    }
    done.push(part);
    const { kind, target = "" } = visible.get(done.join("/"))?.entry ?? {};
    if (kind !== "symlink") continue;
    if (patience-- === 0) return undefined;
    done.pop();
    if (target.startsWith("/")) done.length = 0;
    parts.unshift(...target.split("/").filter((step) => step !== ""));
  }
  return visible.get(done.join("/"));
}

/** Whether a layer is one of the base; undefined where no base is known. */
export const isOfBase = ({ base }: Image, layer: { number: number }): boolean | undefined =>
  base === undefined ? undefined : layer.number <= base.layers;

/** Files that a container sees and whose path matches. */
export const filesAt = ({ visible }: AuditView, pattern: RegExp): Placed[] =>
  [...visible.values()].filter(({ entry }) => entry.kind !== "directory" && pattern.test(entry.path));

export const place = ({ entry, layer }: Placed): { what: string; layer: Placed["layer"] } => ({
  what: `/${entry.path}`,
  layer,
});

/** As registries tell sizes: in powers of ten. */
export const megabytes = (bytes: number): string => {
  const mb = bytes / 1e6;
  if (mb < 0.1) return `${Math.ceil(bytes / 1e3)} kB`;
  return `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB`;
};

export const sizeOf = (files: readonly Placed[]): number => files.reduce((sum, { entry }) => sum + entry.size, 0);
