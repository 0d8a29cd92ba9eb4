// Reading and writing tar entries in memory, as far as npm packages and layers need it.

const block = 512;
const date = Math.floor(Date.UTC(2026, 0, 1) / 1000);

const octal = (value, width) => `${value.toString(8).padStart(width - 1, "0")}\0`;
const padded = (data) => Buffer.concat([data, Buffer.alloc((block - (data.length % block)) % block)]);

function header({ name, mode, size, type, link = "" }) {
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0, 100);
  bytes.write(octal(mode, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(date, 12), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write(type, 156);
  bytes.write(link, 157, 100);
  bytes.write("ustar\x0000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

/** A pax record says its own length in front, which may grow a digit by being written. */
function paxRecord(key, value) {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`);
  return `${length}${rest}`;
}

/** One entry, owned by root: a "file" (with data), a "folder" or a "link" (with target). */
export function entry(kind, name, { data = Buffer.alloc(0), mode = kind === "file" ? 0o644 : 0o755, target } = {}) {
  const type = { file: "0", folder: "5", link: "2" }[kind];
  const parts = [];
  if (Buffer.byteLength(name) > 100) {
    const record = Buffer.from(paxRecord("path", name));
    parts.push(header({ name: "PaxHeader", mode: 0o644, size: record.length, type: "x" }), padded(record));
  }
  parts.push(header({ name: name.slice(0, 100), mode, size: data.length, type, link: target }));
  if (data.length > 0) parts.push(padded(data));
  return Buffer.concat(parts);
}

export const end = Buffer.alloc(2 * block);

/** The plain files of a tar: [{ name, mode, data }]. */
export function* files(tar) {
  let longName;
  for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
    const text = (from, length) => tar.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    const size = parseInt(text(124, 12).trim() || "0", 8);
    const type = text(156, 1) || "0";
    const data = tar.subarray(at + block, at + block + size);
    const prefix = tar.toString("latin1", at + 257, at + 262) === "ustar" ? text(345, 155) : "";
    if (type === "x") longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(data.toString())?.[1];
    else if (type === "L") longName = data.toString().replace(/\0.*$/s, "");
    else if (type !== "g") {
      const name = longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
      if (type === "0") yield { name, mode: parseInt(text(100, 8).trim() || "644", 8), data };
      longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
}
