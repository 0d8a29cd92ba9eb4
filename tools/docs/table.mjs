// A table as Markdown has it.

const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;

export const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
export const code = (text) => `\`${text}\``;
