import { Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { EntryKind, LayerEntry } from "../image";
import { Bytes } from "./bytes";
import { readTar, type TarEntry } from "./tar";
import { tellingOf } from "./telling";

const kinds: Readonly<Record<string, EntryKind>> = { "0": "file", "1": "hardlink", "2": "symlink", "5": "directory" };

/** Reads a layer as it comes by: what is kept grows with the number of its files, never with their size. */
export async function readLayer(source: AsyncIterable<Buffer>): Promise<LayerEntry[]> {
  const entries: LayerEntry[] = [];
  for await (const tarEntry of readTar(await decompressed(source))) {
    const entry = entryOf(tarEntry);
    const telling = entry.kind === "file" && entry.size > 0 ? tellingOf(entry.path) : undefined;
    const isSmall = telling !== undefined && entry.size <= telling.limit;
    const text = isSmall ? telling.keep(await textOf(tarEntry.content())) : undefined;
    entries.push(text === undefined ? entry : { ...entry, text });
  }
  return entries;
}

export async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** By the first bytes: names and media types differ from engine to engine. */
async function decompressed(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const bytes = new Bytes(source);
  const begin = await bytes.peek(4);
  if (begin[0] === 0x1f && begin[1] === 0x8b) return through(bytes, createGunzip());
  if (begin.readUInt32BE() !== 0x28b52ffd) return bytes.rest();
  if (typeof createZstdDecompress !== "function")
    throw new Error("it is compressed with zstd, which this Node.js can't read; use Node.js 22.15 or newer");
  return through(bytes, createZstdDecompress());
}

/** A failure on the way in is one of the way out: nobody listens to the source. */
function through(bytes: Bytes, unpack: Transform): AsyncIterable<Buffer> {
  return Readable.from(bytes.rest(), { objectMode: false })
    .on("error", (error) => unpack.destroy(error))
    .pipe(unpack);
}

/** Overlay's own marks: `.wh.NAME` deletes NAME, `.wh..wh..opq` all that lower layers have in its folder. */
const whiteout = ".wh.";
const opaque = ".wh..wh..opq";

function entryOf({ path, type, size, mode, uid, gid, mtime, target }: TarEntry): LayerEntry {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, path.length - name.length);
  const common = { size, mode, uid, gid, mtime };
  if (name === opaque) return { ...common, path: folder.replace(/\/$/, ""), kind: "opaque" };
  if (name.startsWith(whiteout)) return { ...common, path: folder + name.slice(whiteout.length), kind: "whiteout" };
  const entry = { ...common, path, kind: kinds[type] ?? "device" };
  return target === "" ? entry : { ...entry, target };
}
