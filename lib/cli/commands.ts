import * as pulumi from "@pulumi/pulumi";
import { lstatSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Program } from "../components/program";
import { engineCapacity } from "../engines/docker/capacity";
import { readHost, type HostCapacity } from "../plan/host";
import { hostRules } from "../plan/host-rules";
import { viewHost } from "../plan/host-view";
import { rules } from "../plan/rules";
import type { MadeImage, ServiceFacts } from "../plan/service-facts";
import { checkList, ruleResults } from "../report/check-list";
import { explain, explainImage } from "../report/explain";
import { planPage } from "../report/plan-page";
import { planPicture } from "../report/plan-picture";
import { planTable } from "../report/plan-table";
import { Advice, openProject } from "./project";
import { runProgram } from "./run-program";

/** What every command takes. */
export interface CommonOptions {
  cwd: string;
  stack?: string;
  json?: boolean;
}

export interface HostOptions extends CommonOptions {
  host?: string;
}

export interface ExplainOptions extends CommonOptions {
  dockerfile?: boolean;
}

export interface PlanOptions extends HostOptions {
  svg?: string;
  html?: string;
}

/** What is printed, and whether all was well. */
export interface Outcome {
  text: string;
  good: boolean;
}

const terminalWidth = (): number | undefined => (process.stdout.isTTY ? process.stdout.columns : undefined);

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** Who gets what of the host, and why. Not good where it does not fit. */
export async function plan(options: PlanOptions): Promise<Outcome> {
  const home = process.cwd();
  const trial = options.host === undefined ? undefined : understood(options.host);
  const program = await runProgram(openProject(options.cwd, options.stack), trial);
  const host = trial ?? program.plans[0]?.host ?? (await knownHost());
  const view = viewHost(host, program.services, program.plans);
  if (options.svg !== undefined) writeFileSync(resolve(home, options.svg), planPicture(view));
  if (options.html !== undefined) writeFileSync(resolve(home, options.html), planPage(view));
  return { text: options.json ? json(view) : planTable(view, terminalWidth()), good: view.contradictions.length === 0 };
}

/** Every derived setting of one service, or of all. */
export async function explainServices(name: string | undefined, options: ExplainOptions): Promise<Outcome> {
  const { services } = await runProgram(openProject(options.cwd, options.stack));
  const chosen = name === undefined ? services : services.filter((service) => service.name === name);
  if (chosen.length === 0) {
    throw new Advice(
      `The stack has no service "${String(name)}". It has ${services.map((service) => service.name).join(", ")}.`,
    );
  }
  if (options.dockerfile) return { good: true, text: dockerfiles(chosen) };
  if (options.json) {
    return {
      good: true,
      text: json(
        chosen.map(({ name: own, component, settings, image }) => ({ name: own, component, settings, image })),
      ),
    };
  }
  const parts = chosen.map((service) =>
    [
      `${service.name} (${service.component})`,
      explain(service, terminalWidth()),
      ...(service.image === undefined ? [] : [explainImage(service.image, sentBytes(service.image), terminalWidth())]),
    ].join("\n\n"),
  );
  return { good: true, text: parts.join("\n\n") };
}

/** What is made for those that have no Dockerfile of their own. */
function dockerfiles(services: readonly ServiceFacts[]): string {
  const made = services.flatMap(({ name, image }) => (image === undefined ? [] : [{ name, image }]));
  if (made.length > 0)
    return made.map(({ name, image }) => `# ${name}, from ${image.context}\n${image.dockerfile}`).join("\n");
  throw new Advice("No image of it is made by Plimsoll: it is taken by name, or its folder has a Dockerfile.");
}

const sentBytes = ({ context, sent }: MadeImage): number =>
  sent.reduce((sum, file) => sum + lstatSync(join(context, file)).size, 0);

/** Every rule between the services, and between them and their host. Not good where one is broken. */
export async function check(options: HostOptions): Promise<Outcome> {
  const trial = options.host === undefined ? undefined : understood(options.host);
  const program = await runProgram(openProject(options.cwd, options.stack), trial);
  const host = trial ?? (await knownHost().catch(() => program.plans[0]?.host));
  const results = [...ruleResults(rules, program.trial?.broken ?? []), ...hostResults(program, host)];
  const good = results.every(({ broken }) => broken.length === 0);
  const unknown =
    host === undefined ? "\nno engine answers and no --host was given: rules about the host were left out" : "";
  return { text: options.json ? json(results) : checkList(results) + unknown, good };
}

function hostResults({ services }: Program, host: HostCapacity | undefined) {
  if (host === undefined) return [];
  return hostRules.map(({ name, says, check: contradictions }) => ({
    name,
    says,
    broken: contradictions(services, host).map((problem) => ({ path: "host", problem, remedy: "see `plimsoll plan`" })),
  }));
}

function understood(text: string): HostCapacity {
  const read = readHost(text);
  if ("problem" in read) throw new Advice(`--host: ${read.problem}`);
  return read.capacity;
}

/** The host of the stack's configuration, else the one the engine runs on. */
async function knownHost(): Promise<HostCapacity> {
  const configured = new pulumi.Config("plimsoll").get("host");
  if (configured !== undefined && configured !== "any") return understood(configured);
  const engine = await engineCapacity().catch((error: unknown) => {
    throw new Advice(`The Docker Engine does not answer (${String(error)}). Start it, or write --host 4cpu,8GiB.`);
  });
  return understood(`${engine.cpus}cpu,${engine.memoryMiB}MiB`);
}
