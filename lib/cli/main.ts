#!/usr/bin/env node
import { Command } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { auditCommand, type AuditCommandOptions } from "./audit";
import { check, explainServices, plan, type Outcome } from "./commands";
import { Advice } from "./project";

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as {
  version: string;
};

/** Prints an outcome and ends: a program's promises that nobody waits for must not hold the command. */
async function end(work: () => Promise<Outcome>): Promise<never> {
  const log = console.log;
  // What the stack program prints must not end up in the tables and the JSON.
  console.log = console.error;
  const outcome = await work().catch((error: unknown): Outcome => {
    console.error(
      error instanceof Advice ? error.message : error instanceof Error ? (error.stack ?? error.message) : error,
    );
    return { text: "", good: false };
  });
  console.log = log;
  if (outcome.text !== "") await new Promise((done) => process.stdout.write(`${outcome.text}\n`, done));
  // Pulumi's own word about registrations that were still under way: here they lead nowhere.
  process.removeAllListeners("exit");
  process.exit(outcome.good ? 0 : 1);
}

const common = (command: Command): Command =>
  command
    .option("-s, --stack <name>", "the stack whose configuration is read; its secrets are not")
    .option("-C, --cwd <folder>", "a folder of the Pulumi project", process.cwd())
    .option("--json", "print JSON, for machines");

const cli = new Command("plimsoll")
  .description(
    "Shows what a stack program asks of its host, how its engines are set and why, and whether its parts agree. Creates nothing.",
  )
  .version(version);

common(cli.command("plan"))
  .description("who gets what of the host, why, and what is left; exit status 1 when it does not fit")
  .option("--host <capacity>", 'try another host, such as "4cpu,8GiB" or "4cpu,8GiB,100GiB" with its disk')
  .option("--svg <file>", "write the picture of the load against the line")
  .option("--html <file>", "write the picture and the table as a page")
  .action((options: Parameters<typeof plan>[0]) => end(() => plan(options)));

common(cli.command("explain [service]"))
  .description("every derived setting and how each image is made, with values, what they follow from, and why")
  .option("--dockerfile", "print the Dockerfiles that are made instead")
  .action((service: string | undefined, options: Parameters<typeof explainServices>[1]) =>
    end(() => explainServices(service, options)),
  );

common(cli.command("check"))
  .description("every rule between the services and with the host; exit status 1 when one is broken")
  .option("--host <capacity>", "check against another host")
  .action((options: Parameters<typeof check>[0]) => end(() => check(options)));

common(cli.command("audit [name]"))
  .description(
    "what is wrong with an image, a container, or (without a name) all containers of the stack; exit status 1 by threshold",
  )
  .option("--fail-on <severity>", "the least severity that gives exit status 1: high, medium, low or note", "high")
  .option("--max-size <size>", 'how large an image may be, such as "300MB"; more is then of high severity')
  .option(
    "--accept <rule=reason>",
    "take what a rule finds as it is; may be repeated, and written in plimsoll-audit.yaml",
    (one: string, all: string[]) => [...all, one],
    [],
  )
  .action((name: string | undefined, options: AuditCommandOptions) => end(() => auditCommand(name, options)));

void cli.parseAsync();
