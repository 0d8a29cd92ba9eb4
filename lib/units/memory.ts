const mibOf = new Map([
  ["b", 1 / 1_048_576],
  ["k", 1 / 1024],
  ["kib", 1 / 1024],
  ["m", 1],
  ["mib", 1],
  ["g", 1024],
  ["gib", 1024],
  ["t", 1_048_576],
  ["tib", 1_048_576],
]);

/**
 * Reads a memory size as MiB: `"512MiB"`, `"1.5GiB"`, or as Docker writes it, `"512m"`, `"2g"`. Undefined when the text
 * is none of these. "MB" and "GB" are refused on purpose: some read them as 10^6, Docker as 2^20.
 */
export function parseMemory(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const factor = mibOf.get(match?.[2]?.toLowerCase() ?? "");
  return match && factor !== undefined ? Number(match[1]) * factor : undefined;
}

/** Writes MiB as a person would: whole GiB as GiB, all else as MiB. */
export function formatMemory(mib: number): string {
  return mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024}GiB` : `${mib}MiB`;
}
