import { Bytes } from "./bytes";

/** One entry of a tar archive. Its content can be read until the next entry is asked for. */
export interface TarEntry {
  /** As it is written, without slashes and dots in front or slashes behind. */
  path: string;
  /** "0" is a file, "1" a hard link, "2" a symbolic link, "5" a folder, and 3, 4 and 6 devices. */
  type: string;
  size: number;
  mode: number;
  uid: number;
  gid: number;
  /** Seconds since 1970. */
  mtime: number;
  target: string;
  content: () => AsyncGenerator<Buffer>;
}

const block = 512;

/**
 * Reads a tar archive while it comes, an archive within an archive too: whoever reads an entry draws its bytes through
 * all that is around it, so nothing is held back anywhere. Source: POSIX pax; GNU tar's long names; Go's archive/tar,
 * which engines write with.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new Bytes(source);
  let more: Record<string, string> = {};
  for (;;) {
    const header = await bytes.take(block);
    // The end is two empty blocks, or simply the end.
    if (header.length === 0) return;
    if (header.length < block) throw new Error("it ends within a header");
    if (header.every((byte) => byte === 0)) continue;
    const entry = read(header, more);
    if (isExtension(entry.type)) {
      if (entry.size > largestExtension) throw new Error("it has a name of more than 1 MB: it is damaged");
      const extension = await bytes.take(entry.size);
      await bytes.skip(padding(entry.size));
      more = { ...more, ...extended(entry.type, extension) };
      continue;
    }
    more = {};
    let left = entry.size;
    const content = async function* (): AsyncGenerator<Buffer> {
      while (left > 0) {
        const chunk = await bytes.chunk(left);
        if (chunk === undefined) throw new Error(`it ends within ${entry.path}`);
        left -= chunk.length;
        yield chunk;
      }
    };
    yield { ...entry, content };
    await bytes.skip(left + padding(entry.size));
  }
}

/** Names and attributes are taken into memory; nobody has such long ones. */
const largestExtension = 1024 * 1024;

const padding = (size: number): number => (block - (size % block)) % block;

/** "x" describes the next entry, "g" all that follow, "L" and "K" are GNU's long names. */
const isExtension = (type: string): boolean => ["x", "g", "L", "K"].includes(type);

function extended(type: string, content: Buffer): Record<string, string> {
  if (type === "L") return { path: text(content) };
  if (type === "K") return { linkpath: text(content) };
  return type === "x" ? paxRecords(content) : {};
}

/** Lines of "LENGTH KEY=VALUE\n", where the length counts bytes, its own too. */
function paxRecords(content: Buffer): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(" ", at);
    const length = Number(content.toString("latin1", at, space));
    if (space < 0 || !(length > 0)) break;
    const record = content.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

function read(header: Buffer, more: Record<string, string>): Omit<TarEntry, "content"> {
  if (!sumIsRight(header)) throw new Error("it is no tar archive, or a damaged one");
  const given = (key: string, at: number, length: number): number =>
    more[key] === undefined ? number(header.subarray(at, at + length)) : Math.floor(Number(more[key]));
  // Only POSIX's own format has a prefix there; GNU's has times.
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? text(header.subarray(345, 500)) : "";
  const name = text(header.subarray(0, 100));
  const written = more["path"] ?? (prefix === "" ? name : `${prefix}/${name}`);
  const flag = header.toString("latin1", 156, 157).replace("\0", "0").replace("7", "0");
  const type = flag === "0" && written.endsWith("/") ? "5" : flag;
  return {
    path: written.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""),
    type,
    // Links, folders and devices have no content, whatever is written.
    size: /[1-6]/.test(type) ? 0 : given("size", 124, 12),
    mode: number(header.subarray(100, 108)) & 0o7777,
    uid: given("uid", 108, 8),
    gid: given("gid", 116, 8),
    mtime: given("mtime", 136, 12),
    target: more["linkpath"] ?? text(header.subarray(157, 257)),
  };
}

/** Up to the first zero byte. */
function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}

/** Octal digits; or, where the first bit is set, the number itself. */
function number(bytes: Buffer): number {
  if (((bytes[0] ?? 0) & 0x80) === 0) return parseInt(text(bytes).trim() || "0", 8);
  return bytes.subarray(1).reduce((value, byte) => value * 256 + byte, (bytes[0] ?? 0) & 0x7f);
}

/** The sum of all bytes, its own field taken as blanks. */
function sumIsRight(header: Buffer): boolean {
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === number(header.subarray(148, 156));
}
