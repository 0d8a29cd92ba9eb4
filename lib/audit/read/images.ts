import type Docker from "dockerode";
import type { Image } from "../image";
import { assemble } from "./assemble";
import { basesOf } from "./base";
import { AuditProblem, ifAny } from "./engine";
import { readSaved } from "./save-stream";

/** How many bytes of these images were read; of how many, where somebody knows. */
export type Progress = (references: readonly string[], read: number, total?: number) => void;

/** What the engine says of an image before its layers are read. */
export interface Known {
  readonly reference: string;
  readonly id: string;
  readonly tags: readonly string[];
  readonly size: number;
  /** Checksums of the unpacked layers, by which two images are seen to share them. */
  readonly diffIds: readonly string[];
}

/**
 * Reads images, by reference or id; undefined for what the engine does not have. Those on the same bottom layer are saved
 * together: what they share is sent and kept once. Others come one by one, since engines write what they save to their own disk first.
 */
export async function readImages(
  engine: Docker,
  references: readonly string[],
  progress?: Progress,
): Promise<(Image | undefined)[]> {
  const known = await Promise.all(references.map((reference) => lookUp(engine, reference)));
  const groups = new Map<string | undefined, Known[]>();
  for (const one of known) {
    if (one === undefined) continue;
    const [bottom] = one.diffIds;
    groups.set(bottom, [...(groups.get(bottom) ?? []), one]);
  }
  const images = new Map<string, Image>();
  for (const group of groups.values())
    for (const image of await readTogether(engine, group, progress)) images.set(image.reference, image);
  return references.map((reference) => images.get(reference));
}

async function lookUp(engine: Docker, reference: string): Promise<Known | undefined> {
  const found = await ifAny(engine.getImage(reference).inspect());
  if (found === undefined) return undefined;
  const { Id: id, RepoTags, Size: size, RootFS } = found;
  return { reference, id, tags: RepoTags ?? [], size, diffIds: RootFS.Layers ?? [] };
}

async function readTogether(engine: Docker, group: readonly Known[], progress?: Progress): Promise<Image[]> {
  const references = group.map(({ reference }) => reference);
  const [only, second] = group;
  const total = second === undefined ? only?.size : undefined;
  let read = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of await save(engine, group)) {
      progress?.(references, (read += chunk.length), total);
      yield chunk;
    }
  };
  try {
    const saved = await readSaved(counted());
    const archived = group.map(({ reference, id, tags, size }) => ({
      reference,
      id,
      tags,
      size,
      ...assemble(saved, id),
    }));
    const bases = await basesOf(engine, group);
    return archived.map((image, at) => ({ ...image, ...(bases[at] && { base: bases[at] }) }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const what = references.map((reference) => `"${reference}"`).join(", ");
    throw new AuditProblem(`${what} can't be read: ${why}. Does the engine run, with room on its disk?`);
  }
}

/** Missing in dockerode's types. */
interface Saves {
  getImages(options: { names: readonly string[] }): Promise<AsyncIterable<Buffer>>;
}

/** By their ids: a reference to a repository would give all its tags. */
const save = (engine: Docker, group: readonly Known[]): Promise<AsyncIterable<Buffer>> =>
  (engine as unknown as Saves).getImages({ names: group.map(({ id }) => id) });
