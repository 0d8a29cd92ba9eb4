import { parse } from "yaml";
import { nearestName } from "../validation/nearest";
import type { Finding } from "./finding";
import { allRules } from "./rules";

/** A finding that somebody has looked at and takes as it is. */
export interface Acceptance {
  readonly rule: string;
  /** Only for this image, with or without its tag. @default every image */
  readonly image?: string;
  /** Only for this service of the stack, or container. @default every service */
  readonly service?: string;
  /** Why; it is shown beside the finding. */
  readonly reason: string;
}

/** What an acceptance is held against. */
export interface Subject {
  readonly image: string;
  readonly container?: string;
  readonly service?: string;
}

/** `rule=reason`, as the command line has it; a fault as text. */
export function readAcceptance(text: string): Acceptance | string {
  const at = text.indexOf("=");
  if (at < 1 || text.slice(at + 1).trim() === "")
    return `"${text}" gives no reason; write rule=reason, such as no-shell="the entrypoint is a script"`;
  const rule = text.slice(0, at);
  return unknownRule(rule) ?? { rule, reason: text.slice(at + 1).trim() };
}

/** The file of accepted findings: a list under `accept`. Faults as texts. */
export function readAcceptances(content: string): { acceptances: Acceptance[]; faults: string[] } {
  const list = (parse(content) as { accept?: unknown } | null)?.accept;
  if (!Array.isArray(list))
    return { acceptances: [], faults: ["it has no list under accept:; write - rule: ... and reason: ... below it"] };
  const read = list.map((entry: unknown, index): Acceptance | string => {
    const { rule, image, service, reason, ...more } = (entry ?? {}) as Record<string, unknown>;
    const where = `accept[${index}]`;
    if (typeof rule !== "string") return `${where} names no rule`;
    const unknown = unknownRule(rule);
    if (unknown !== undefined) return `${where}: ${unknown}`;
    if (typeof reason !== "string" || reason.trim() === "")
      return `${where}: ${rule} is accepted without a reason; write reason: and why`;
    const [odd] = Object.keys(more);
    if (odd !== undefined) return `${where}: "${odd}" is none of rule, image, service and reason`;
    return {
      rule,
      reason,
      ...(typeof image === "string" ? { image } : {}),
      ...(typeof service === "string" ? { service } : {}),
    };
  });
  return {
    acceptances: read.filter((one) => typeof one !== "string"),
    faults: read.filter((one) => typeof one === "string"),
  };
}

function unknownRule(rule: string): string | undefined {
  const names = allRules.map(({ name }) => name);
  if (names.includes(rule)) return undefined;
  const near = nearestName(rule, names);
  return `there is no rule "${rule}"${near === undefined ? "; --json tells all names" : `; did you mean "${near}"?`}`;
}

const isFor = ({ image, service }: Acceptance, subject: Subject): boolean =>
  (image === undefined || image === subject.image || subject.image.startsWith(`${image}:`)) &&
  (service === undefined || service === subject.service || service === subject.container);

/** Findings with the reason why they are taken as they are, and which acceptances were of use. */
export function accept(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
  subject: Subject,
): { findings: Finding[]; used: Acceptance[] } {
  const used = new Set<Acceptance>();
  const told = findings.map((finding) => {
    const found = acceptances.find((one) => one.rule === finding.rule && isFor(one, subject));
    if (found === undefined) return finding;
    used.add(found);
    return { ...finding, accepted: found.reason };
  });
  return { findings: told, used: [...used] };
}

/** Acceptances that nothing was found for, of those that are about what was looked at: they may be taken back. */
export const idle = (
  acceptances: readonly Acceptance[],
  used: readonly Acceptance[],
  subjects: readonly Subject[],
): Acceptance[] => acceptances.filter((one) => !used.includes(one) && subjects.some((subject) => isFor(one, subject)));
