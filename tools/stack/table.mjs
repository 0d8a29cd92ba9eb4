// Rows and columns in plain text.

/** Lays out rows under `headings`; the columns in `right` (indices) are set flush right. */
export function table(headings, rows, right = []) {
  const all = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const cell = (text, column) => (right.includes(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  const [first, ...others] = all.map((row) => row.map(cell).join("  ").trimEnd());
  return [first, widths.map((width) => "-".repeat(width)).join("  "), ...others].join("\n");
}

/** Bytes as people read memory: "37 MiB", "1.5 GiB". */
export function mebibytes(bytes) {
  if (!bytes) return "-";
  const mib = bytes / 1024 ** 2;
  if (mib >= 1024) return `${+(mib / 1024).toFixed(2)} GiB`;
  return `${mib < 10 ? mib.toFixed(1) : Math.round(mib)} MiB`;
}

/** Bytes as Docker shows images: "207 MB". */
export const megabytes = (bytes) => (bytes ? `${Math.round(bytes / 1e6)} MB` : "-");
