import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { audit, auditStack, AuditProblem, type Acceptance, type AuditOptions, type ImageAudit } from "../audit";
import { idle, readAcceptance, readAcceptances } from "../audit/accept";
import { reaches, severities, type Severity } from "../audit/finding";
import { auditTable } from "../report/audit-table";
import { parseMemory } from "../units/memory";
import type { CommonOptions, Outcome } from "./commands";
import { Advice, openProject } from "./project";

export interface AuditCommandOptions extends CommonOptions {
  failOn: string;
  maxSize?: string;
  accept: string[];
}

/** The project's list of accepted findings. */
const acceptFile = "plimsoll-audit.yaml";

/** What is wrong with an image, a container, or all containers of a stack. Not good where a finding reaches the threshold. */
export async function auditCommand(name: string | undefined, options: AuditCommandOptions): Promise<Outcome> {
  const threshold = thresholdOf(options.failOn);
  const acceptances = [...options.accept.map(understoodAcceptance), ...fileOfAcceptances(options.cwd)];
  const maxSize = options.maxSize === undefined ? undefined : understoodSize(options.maxSize);
  const given = { accept: acceptances, progress: tellProgress(), ...(maxSize === undefined ? {} : { maxSize }) };
  const audits = await (
    name === undefined ? auditStack(stackName(options), given) : audit(name, given).then((one) => [one])
  )
    .catch((error: unknown) => {
      throw error instanceof AuditProblem ? new Advice(error.message) : error;
    })
    .finally(endProgress);
  const unused = idle(
    acceptances,
    audits.flatMap(({ accepted }) => accepted),
    audits,
  );
  const good = audits.every(({ findings }) =>
    findings.every(({ accepted, severity }) => accepted !== undefined || !reaches(severity, threshold)),
  );
  const text = options.json
    ? JSON.stringify({ good, failOn: threshold, audits, unusedAcceptances: unused }, null, 2)
    : tables(audits, unused);
  return { text, good };
}

function tables(audits: readonly ImageAudit[], unused: readonly Acceptance[]): string {
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  const told = unused.map(({ rule, reason }) => `accepted, but not found: ${rule} (${reason}); take it back`);
  return [...audits.map((one) => auditTable(one, width)), ...(told.length === 0 ? [] : [told.join("\n")])].join("\n\n");
}

function thresholdOf(text: string): Severity {
  const found = severities.find((severity) => severity === text);
  if (found === undefined) throw new Advice(`--fail-on: "${text}" is none of ${severities.join(", ")}.`);
  return found;
}

/** As images are told: "500MB" in powers of ten, or "512MiB". */
function understoodSize(text: string): number {
  const decimal = /^(\d+(?:\.\d+)?)\s*(MB|GB)$/.exec(text.trim());
  const mib = parseMemory(text);
  if (decimal) return Number(decimal[1]) * (decimal[2] === "GB" ? 1e9 : 1e6);
  if (mib !== undefined) return mib * 1024 ** 2;
  throw new Advice(`--max-size: "${text}" is no size; write "300MB" or "300MiB".`);
}

function understoodAcceptance(text: string): Acceptance {
  const read = readAcceptance(text);
  if (typeof read === "string") throw new Advice(`--accept: ${read}.`);
  return read;
}

/** In the folder it is called in, or above, up to the project's own. */
function fileOfAcceptances(cwd: string): Acceptance[] {
  const file = nearestFile(resolve(cwd));
  if (file === undefined) return [];
  const { acceptances, faults } = readAcceptances(readFileSync(file, "utf8"));
  if (faults.length > 0) throw new Advice([`${file}:`, ...faults.map((fault) => `  ${fault}`)].join("\n"));
  return acceptances;
}

function nearestFile(folder: string): string | undefined {
  const file = join(folder, acceptFile);
  if (existsSync(file)) return file;
  const isEnd =
    existsSync(join(folder, "Pulumi.yaml")) || existsSync(join(folder, ".git")) || dirname(folder) === folder;
  return isEnd ? undefined : nearestFile(dirname(folder));
}

/** "project/stack" as labels have it; the project is read from its file unless it is given too. */
function stackName({ cwd, stack }: AuditCommandOptions): string {
  if (stack?.includes("/")) return stack.split("/").slice(-2).join("/");
  const project = openProject(cwd, stack);
  // The engine that the stack's containers run on, as the provider knows it.
  const host = project.config["docker:host"];
  if (host !== undefined) process.env["DOCKER_HOST"] = host;
  return `${project.name}/${project.stack}`;
}

const clearLine = "\r\u001b[K";

/** Engines send 70 MB a second: who looks at a large image waits. Only people do. */
function tellProgress(): AuditOptions["progress"] {
  if (!process.stderr.isTTY) return undefined;
  let last = "";
  return ([first = "", ...others], read, total) => {
    const what = others.length === 0 ? first : `${first} and ${others.length} on the same base`;
    const much =
      total === undefined ? `${Math.floor(read / 1e6)} MB` : `${Math.min(100, Math.floor((read / total) * 100))} %`;
    const line = `reading ${what}: ${much}`;
    if (line === last) return;
    process.stderr.write(clearLine + (last = line));
  };
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(clearLine);
}
