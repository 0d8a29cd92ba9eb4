import type { LayerEntry } from "../image";
import { Bytes } from "./bytes";
import { readLayer, textOf } from "./layer";
import { readTar, type TarEntry } from "./tar";

/** What an engine saved, before anybody has asked what belongs to what. */
export interface Saved {
  /** manifest.json, index.json, configurations: every JSON document, by its path in the archive. */
  readonly documents: Map<string, unknown>;
  /** All else, read as layers, by their path in the archive. */
  readonly layers: Map<string, readonly LayerEntry[]>;
  /** Links within the archive: engines before 25 write a layer that occurs twice only once. */
  readonly links: Map<string, string>;
}

/** VERSION files hold three bytes; an empty layer, two blocks of 512, packs to more than this. */
const smallestLayer = 16;

/** No manifest and no configuration is larger. */
const largestDocument = 8 * 1024 * 1024;

/**
 * Reads what `docker save` writes, while it is written: nothing comes to the disk, and no layer into memory. The order is
 * the engine's: most write the manifest behind the layers.
 */
export async function readSaved(source: AsyncIterable<Buffer>): Promise<Saved> {
  const saved: Saved = { documents: new Map(), layers: new Map(), links: new Map() };
  for await (const entry of readTar(source)) {
    if (entry.type === "1" || entry.type === "2") saved.links.set(entry.path, linked(entry));
    else if (entry.type === "0" && entry.size >= smallestLayer) await readEntry(saved, entry);
  }
  return saved;
}

async function readEntry(saved: Saved, { path, size, content }: TarEntry): Promise<void> {
  const bytes = new Bytes(content());
  const begin = (await bytes.peek(4)).toString("latin1");
  try {
    if (/^\s*[{[]/.test(begin) && size <= largestDocument)
      saved.documents.set(path, JSON.parse(await textOf(bytes.rest())));
    else saved.layers.set(path, await readLayer(bytes.rest()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the engine's ${path} can't be read: ${why}`, { cause: error });
  }
}

/** A symbolic link is relative to its own folder, a hard link to the archive. */
function linked({ path, target, type }: TarEntry): string {
  const parts = type === "2" ? path.split("/").slice(0, -1) : [];
  for (const step of target.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== "." && step !== "") parts.push(step);
  }
  return parts.join("/");
}
