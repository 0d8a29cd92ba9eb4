import type * as pulumi from "@pulumi/pulumi";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseConnection } from "../components/database-connection";
import type { N8nEngineArgs, N8nOwnerArgs } from "../components/n8n-engine";
import { imageMajor, pinnedImages } from "../images/pinned";
import { n8nMemorySumMiB, n8nReserveMiB, n8nShutdownSeconds, tuneN8n } from "../tuning/n8n";
import { valueOf, type BrokenPromise, type SettledSetting } from "../tuning/setting";
import { formatDuration } from "../units/duration";
import { formatMemory } from "../units/memory";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkN8nSettings } from "./n8n-settings";
import { tooMuchHeap } from "./node-service";
import { checkPromises } from "./promises";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const n8nDefaults: ServiceDefaults = {
  memory: "1536MiB",
  cpus: 2,
  leastMemoryMiB: 768,
  leastMemoryWhy: "n8n with its runner and cache needs",
  // The first start migrates an empty database: 15 s on two cores, longer on a busy host.
  health: { interval: "20s", timeout: "5s", startPeriod: "60s", retries: 3 },
  // Longer than n8n gives its executions when it stops.
  stopGrace: "45s",
};

export interface CheckedWorkflow {
  file: string;
  content: string;
}

export interface CheckedN8n {
  service: CheckedService;
  image: string;
  database: DatabaseConnection;
  encryptionKey: pulumi.Input<string>;
  owner: N8nOwnerArgs | undefined;
  workflows: CheckedWorkflow[];
  publicUrl: URL | undefined;
  settings: SettledSetting[];
  secrets: Record<string, pulumi.Input<string>>;
  maxBodyMiB: number;
}

export function validateN8n(
  name: string,
  args: N8nEngineArgs,
): { checked: CheckedN8n; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  checks.required("database", args.database, 'write db.client("n8n")');
  checks.required("encryptionKey", args.encryptionKey, 'write config.requireSecret("n8nEncryptionKey")');
  const service = checkService(checks, args, n8nDefaults, 5678);
  if (checks.understood("stopGrace") && service.graceMs <= n8nShutdownSeconds * 1000) {
    const problem = `"${args.stopGrace}" is not longer than the ${n8nShutdownSeconds}s n8n gives its executions`;
    checks.add("stopGrace", problem, `write "${n8nShutdownSeconds + 15}s" or more`);
  }
  const image = args.image ?? pinnedImages.n8n;
  if ((imageMajor(image) ?? 0) < 2) {
    checks.add(
      "image",
      `"${image}" is not n8n 2 or newer, pinned`,
      `write it with its version, such as "${pinnedImages.n8n}"`,
    );
  }
  if (args.owner !== undefined) checkOwner(checks, args.owner);
  const payloadMiB = checks.memory("payload", args.payload ?? "64MiB");
  const settings = settingsOf(checks, args, service.limits.memoryMiB, payloadMiB);
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: {
      service,
      image,
      database: args.database,
      encryptionKey: args.encryptionKey,
      owner: args.owner,
      workflows: args.workflows === undefined ? [] : readWorkflows(checks, args.workflows, args.owner),
      publicUrl: args.publicUrl === undefined ? undefined : checkUrl(checks, args.publicUrl),
      settings,
      secrets: args.secrets ?? {},
      // n8n has a limit of its own for files of forms.
      maxBodyMiB: Math.max(payloadMiB, Number(valueOf(settings, "N8N_FORMDATA_FILE_SIZE_MAX"))),
    },
  };
}

function checkOwner(checks: Checks, { email, password }: N8nOwnerArgs): void {
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) {
    checks.add("owner.email", `"${email}" is not an address`, 'write one such as "owner@example.com"');
  }
  checks.required("owner.password", password, 'write config.requireSecret("n8nOwnerPassword")');
}

function settingsOf(checks: Checks, args: N8nEngineArgs, memoryMiB: number, payloadMiB: number): SettledSetting[] {
  const timeout = checks.duration("executionTimeout", args.executionTimeout ?? "5m", { minimumMs: 1000 });
  const timeoutMax = checks.duration("executionTimeoutMax", args.executionTimeoutMax ?? "30m", { minimumMs: 1000 });
  if (checks.understood("executionTimeout", "executionTimeoutMax") && timeout > timeoutMax) {
    const problem = `${formatDuration(timeout)} are longer than executionTimeoutMax, ${formatDuration(timeoutMax)}`;
    checks.add("executionTimeout", problem, "raise executionTimeoutMax, or shorten it");
  }
  const heapMiB =
    args.heap === undefined ? undefined : checks.memory("heap", args.heap, { minimum: 192, why: "n8n uses at rest" });
  const limits = {
    memoryMiB,
    ...(heapMiB === undefined ? {} : { heapMiB }),
    payloadMiB,
    concurrency: checks.wholeNumber("concurrency", args.concurrency ?? 10, { minimum: 1, maximum: 1000 }),
    poolSize: args.database?.pool ?? 2,
    executionTimeoutSeconds: Math.ceil(timeout / 1000),
    executionTimeoutMaxSeconds: Math.ceil(timeoutMax / 1000),
    retentionHours: Math.ceil(
      checks.duration("retention", args.retention ?? "168h", { minimumMs: 3_600_000 }) / 3_600_000,
    ),
    timezone: checkTimezone(checks, args.timezone ?? "UTC"),
  };
  const unknown = checkN8nSettings(checks, args);
  const settings = tuneN8n(limits, args.settings);
  const tooMuch = checks.understood("heap", "memory") ? brokenMemory(args, memoryMiB, heapMiB, settings) : [];
  checkPromises(checks, args.acknowledge, [...unknown, ...tooMuch], promises);
  return settings;
}

const promises = {
  memory: "main, runner and expressions together stay below the memory limit",
  names: "each variable is one that n8n reads",
};

/** Where the kernel kills, the whole container goes, with every execution in it; a heap that is full ends with a message. */
function brokenMemory(
  { heap, settings: given = {} }: N8nEngineArgs,
  memoryMiB: number,
  heapMiB: number | undefined,
  settings: readonly SettledSetting[],
): BrokenPromise[] {
  const reserveOf = (memory: number): number => n8nReserveMiB({ memoryMiB: memory });
  if (heap !== undefined && heapMiB !== undefined && heapMiB > memoryMiB - reserveOf(memoryMiB))
    return [tooMuchHeap("memory", { heap, heapMiB, memoryMiB }, reserveOf)];
  const sumMiB = n8nMemorySumMiB(settings);
  if (sumMiB <= memoryMiB) return [];
  const counted = Object.keys(given).filter((name) =>
    /^NODE_OPTIONS$|_OLD_SPACE_SIZE$|^N8N_EXPRESSION_ENGINE_/.test(name),
  );
  const problem = `${counted.join(" and ")} let main, runner and expressions take ${sumMiB} MiB together, memory is ${formatMemory(memoryMiB)}`;
  return [{ promise: "memory", path: "settings", problem, remedy: `write less, or memory "${formatMemory(sumMiB)}"` }];
}

function checkTimezone(checks: Checks, timezone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    checks.add("timezone", `"${timezone}" is not a zone`, 'write an IANA name, such as "Europe/Rome" or "UTC"');
  }
  return timezone;
}

function checkUrl(checks: Checks, text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname.endsWith("/")) return url;
  checks.add(
    "publicUrl",
    `"${text}" is not an address that ends with a slash`,
    'write one such as "https://example.com/n8n/"',
  );
  return undefined;
}

function readWorkflows(checks: Checks, folder: string, owner: N8nOwnerArgs | undefined): CheckedWorkflow[] {
  if (owner === undefined) checks.add("workflows", "can't be installed without an owner", "write owner too");
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    checks.add(
      "workflows",
      `there is no folder "${folder}"`,
      "write the folder with the workflows' JSON files, relative to the stack program",
    );
    return [];
  }
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted();
  if (files.length === 0)
    checks.add("workflows", `"${folder}" holds no JSON file`, "export workflows into it, or leave the argument out");
  return files.map((file) => {
    const content = readFileSync(join(folder, file), "utf8");
    try {
      JSON.parse(content);
    } catch (error) {
      checks.add(
        `workflows.${file}`,
        `is not JSON (${(error as Error).message})`,
        "export the workflow from n8n again",
      );
    }
    return { file, content };
  });
}
