import { availableMiB } from "../plan/host";
import type { HostView, ViewedService } from "../plan/host-view";
import { formatCpus } from "../units/cpus";
import { formatMemory } from "../units/memory";

const width = 920;
const left = 150;
const right = 40;
const rowHeight = 34;
const top = 168;

/** Paul Tol's "bright" scheme: told apart with any kind of colour vision. */
const colours = ["#4477aa", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee6677"];
const ink = "#1b2733";
const faint = "#6b7883";
const over = "#c1121f";

const colour = (at: number): string => colours[at % colours.length] ?? ink;

/** The load of a host against its line, as an SVG picture. */
export function planPicture(view: HostView): string {
  const { host, services } = view;
  const given = services.reduce((all, { memoryMiB }) => all + memoryMiB, 0);
  const full = Math.max(host.memoryMiB, given);
  const x = (mib: number): number => left + (mib / full) * (width - left - right);
  const height = top + services.length * rowHeight + 44;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${ink}">`,
    `<title>${escape(summary(view))}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<defs><pattern id="kept" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#eef1f4"/><line y2="7" stroke="#c4ccd4" stroke-width="3"/></pattern></defs>`,
    text(24, 34, summary(view), `font-size="17" font-weight="600"`),
    text(24, 54, `${formatCpus(host.cpus)}, ${formatMemory(host.memoryMiB)}`, `fill="${faint}"`),
    ...hostBar(view, x),
    ...services.flatMap((service, at) => serviceRow(service, at, full, x)),
    text(
      left,
      height - 16,
      "strokes: minimum and maximum · diamond: ideal · CPUs: at most (and for sure, when all are busy)",
      `fill="${faint}" font-size="12"`,
    ),
    "</svg>",
    "",
  ].join("\n");
}

const summary = ({ leftMiB }: HostView): string =>
  leftMiB === 0
    ? "loaded to the line"
    : leftMiB < 0
      ? `${formatMemory(-leftMiB)} above the line`
      : `${formatMemory(leftMiB)} below the line`;

/** All services on one bar, and the line they must not pass. */
function hostBar({ host, services, leftMiB }: HostView, x: (mib: number) => number): string[] {
  const y = 88;
  let before = 0;
  const segments = services.map(({ name, memoryMiB }, at) => {
    const from = x(before);
    before += memoryMiB;
    return `<rect x="${px(from)}" y="${y}" width="${px(x(before) - from)}" height="36" fill="${colour(at)}"><title>${escape(name)} ${formatMemory(memoryMiB)}</title></rect>`;
  });
  const line = x(availableMiB(host));
  const tone = leftMiB < 0 ? over : ink;
  return [
    text(left - 12, y + 23, "host", `text-anchor="end" font-weight="600"`),
    `<rect x="${left}" y="${y}" width="${px(x(host.memoryMiB) - left)}" height="36" fill="#f6f8fa" stroke="#c4ccd4"/>`,
    `<rect x="${px(line)}" y="${y}" width="${px(x(host.memoryMiB) - line)}" height="36" fill="url(#kept)"><title>kept for the system and its page cache: ${formatMemory(host.reserveMiB)}</title></rect>`,
    ...segments,
    `<line x1="${px(line)}" x2="${px(line)}" y1="${y - 14}" y2="${y + 50}" stroke="${tone}" stroke-width="3"/>`,
    `<circle cx="${px(line)}" cy="${y - 20}" r="6" fill="none" stroke="${tone}" stroke-width="2"/><line x1="${px(line - 11)}" x2="${px(line + 11)}" y1="${y - 20}" y2="${y - 20}" stroke="${tone}" stroke-width="2"/>`,
    text(line, y + 66, `the line: ${formatMemory(availableMiB(host))}`, `text-anchor="middle" fill="${tone}"`),
  ];
}

/** One service: what it has, between its minimum and its maximum. */
function serviceRow(service: ViewedService, at: number, full: number, x: (mib: number) => number): string[] {
  const y = top + at * rowHeight;
  const middle = y + 11;
  const { name, memoryMiB, minimumMiB, idealMiB, maximumMiB, cpus, sureCpus, reason } = service;
  const tick = (mib: number | undefined): string[] =>
    mib === undefined
      ? []
      : [
          `<line x1="${px(x(mib))}" x2="${px(x(mib))}" y1="${y - 1}" y2="${y + 23}" stroke="${ink}" stroke-width="1.5"/>`,
        ];
  const diamond =
    idealMiB === undefined
      ? []
      : [
          `<path d="M${px(x(idealMiB))} ${middle - 6}l6 6l-6 6l-6 -6z" fill="#ffffff" stroke="${ink}" stroke-width="1.5"/>`,
        ];
  const end = x(Math.min(full, Math.max(memoryMiB, maximumMiB ?? 0))) + 14;
  const words = `${formatMemory(memoryMiB)}, ${formatCpus(cpus)} (${sureCpus.toFixed(2)})`;
  const inside = end + words.length * 7 > width;
  return [
    text(left - 12, middle + 5, name, `text-anchor="end"`),
    `<rect x="${left}" y="${y}" width="${px(x(memoryMiB) - left)}" height="22" rx="2" fill="${colour(at)}"><title>${escape(`${name}: ${reason}`)}</title></rect>`,
    ...tick(minimumMiB),
    ...tick(maximumMiB),
    ...diamond,
    inside
      ? text(x(memoryMiB) - 14, middle + 5, words, `text-anchor="end" fill="#ffffff"`)
      : text(end, middle + 5, words, ""),
  ];
}

const px = (value: number): string => String(Math.round(value * 10) / 10);

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${px(x)}" y="${px(y)}" ${attributes}>${escape(words)}</text>`;

/** Names are the program's own words; in a picture they must stay words. */
export const escape = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
