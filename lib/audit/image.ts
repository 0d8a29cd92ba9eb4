/** What an entry of a layer is. A whiteout deletes what lower layers have under its path; an opaque folder, all below it. */
export type EntryKind = "file" | "directory" | "symlink" | "hardlink" | "device" | "whiteout" | "opaque";

/** One entry of a layer. Its content is not kept, but of small files that tell something. */
export interface LayerEntry {
  /** From the root, without a slash before or after it. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Bytes. */
  readonly size: number;
  /** Permission bits, those for setuid, setgid and sticky included. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** When it was last modified, in seconds since 1970. */
  readonly mtime: number;
  /** Where a link leads. */
  readonly target?: string;
  /** What is kept of its content. */
  readonly text?: string;
}

/** One layer of an image, from the bottom. */
export interface Layer {
  /** The bottom one is 1. */
  readonly number: number;
  /** The instruction that made it, as the image's history has it; secrets in it are not blotted out. */
  readonly createdBy: string;
  /** When it was made, in seconds since 1970; 0 where nobody says. */
  readonly created: number;
  readonly entries: readonly LayerEntry[];
}

/** What an image, or a container, says about how it is run. */
export interface RunConfig {
  /** As it is written: a name, a number, with or without a group. Empty is root. */
  readonly user: string;
  /** Variables as NAME=value. */
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string;
  /** Whether somebody looks after its health. */
  readonly healthCheck: boolean;
}

/** An instruction of the image's history; `empty` where it made no layer. */
export interface HistoryLine {
  readonly createdBy: string;
  /** Seconds since 1970; 0 where nobody says. */
  readonly created: number;
  readonly empty: boolean;
}

/** The image whose layers this one begins with. */
export interface Base {
  readonly name: string;
  /** How many of the layers are its own. */
  readonly layers: number;
}

/** An image as it was read: data, without the engine. */
export interface Image {
  /** What was asked for. */
  readonly reference: string;
  readonly id: string;
  readonly tags: readonly string[];
  /** Bytes, uncompressed, as the engine tells it. */
  readonly size: number;
  readonly config: RunConfig;
  readonly history: readonly HistoryLine[];
  readonly layers: readonly Layer[];
  /** Undefined where no other image of the engine has the same first layers. */
  readonly base?: Base;
}
