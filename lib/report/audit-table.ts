import type { ImageAudit } from "../audit";
import { severities, type Evidence, type Finding } from "../audit/finding";
import { megabytes } from "../audit/view";
import { textTable } from "./table";

/** What was found in one image: what it is, a row for each finding, and the layers that are spoken of. */
export function auditTable(audit: ImageAudit, width?: number): string {
  const { findings } = audit;
  if (findings.length === 0) return `${title(audit)}\n\nnothing found`;
  const rows = findings.map((finding) => [
    finding.accepted === undefined ? finding.severity : "accepted",
    finding.rule,
    finding.accepted === undefined
      ? `${finding.problem}\n→ ${finding.remedy}`
      : `${finding.problem}\naccepted: ${finding.accepted}`,
    where(finding),
  ]);
  const columns = [
    { heading: "SEVERITY" },
    { heading: "RULE" },
    { heading: "FINDING", stretch: 3 },
    { heading: "WHERE", stretch: 2 },
  ];
  return [title(audit), textTable(columns, rows, width), ...legend(audit), tally(findings)].join("\n\n");
}

function title({ image, container, size, layers, efficiency, base }: ImageAudit): string {
  const count = layers.length === 1 ? "1 layer" : `${layers.length} layers`;
  const parts = [
    `${megabytes(size)} in ${count}`,
    `efficiency ${efficiency.toFixed(2)}`,
    ...(base ? [`on ${base}`] : []),
  ];
  return `${container === undefined ? image : `${container} (${image})`}: ${parts.join(", ")}`;
}

function where({ evidence, count }: Finding): string {
  const more = count - evidence.length;
  return [...evidence.map(oneOf), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

const oneOf = ({ what, layer, fromBase }: Evidence): string =>
  layer === undefined ? what : `${what}  [${layer}${fromBase ? ", base" : ""}]`;

/** The instructions of the layers that findings name by number. */
function legend({ findings, layers }: ImageAudit): string[] {
  const named = new Set(findings.flatMap(({ evidence }) => evidence.map(({ layer }) => layer)));
  const lines = layers
    .filter(({ number }) => named.has(number))
    .map(({ number, createdBy, fromBase }) => `[${number}] ${fromBase ? "base: " : ""}${createdBy || "unknown"}`);
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** How many there are of each severity, and how many of them are accepted. */
export function tally(findings: readonly Finding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const counts = severities.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severity === "note" && count > 1 ? `${count} notes` : `${count} ${severity}`];
  });
  const accepted = findings.length - open.length;
  return [...counts, ...(accepted === 0 ? [] : [`${accepted} accepted`])].join(", ");
}
