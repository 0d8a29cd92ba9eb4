import Table from "cli-table3";

/** A column of a table. */
export interface Column {
  heading: string;
  /** Numbers stand flush right. */
  right?: boolean;
  /** Its part of the width that is left when the table is too wide; 0 never wraps. @default 0 */
  stretch?: number;
}

/** Rules between rows only where rows take several lines. */
const line = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" };
const chars = { ...line, "bottom-left": "", "bottom-right": "", left: "", right: "", middle: " ", mid: "" };
const noRules = { ...chars, "left-mid": "", "mid-mid": "", "right-mid": "" };

/** Rows and columns in plain text. `width`: of the terminal; undefined wraps nothing, as programs that read it want it. */
export function textTable(columns: readonly Column[], rows: readonly string[][], width?: number): string {
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ right }) => (right ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1 },
    chars: noRules,
    wordWrap: true,
    ...(width === undefined ? {} : { colWidths: widths(columns, rows, width) }),
  });
  table.push(...rows);
  return table
    .toString()
    .split("\n")
    .map((text) => text.trimEnd())
    .join("\n");
}

/** Columns that stretch share what the others leave; none becomes too narrow to read. */
function widths(columns: readonly Column[], rows: readonly string[][], width: number): number[] {
  const natural = columns.map(
    ({ heading }, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)) + 1,
  );
  const fixed = natural.filter((_, at) => !columns[at]?.stretch).reduce((all, one) => all + one, columns.length);
  const stretches = columns.reduce((all, { stretch = 0 }) => all + stretch, 0);
  return natural.map((own, at) => {
    const { stretch = 0 } = columns[at] ?? {};
    if (stretch === 0) return own;
    return Math.min(own, Math.max(24, Math.floor(((width - fixed) * stretch) / stretches)));
  });
}
