import type * as pulumi from "@pulumi/pulumi";
import type { OptimizedNodeServiceArgs } from "../components/optimized-node-service";
import type { DatabaseConnection } from "../components/database-connection";
import type { ImageSource } from "../spec/service-spec";
import { nodeNativeReserveMiB, tuneNode } from "../tuning/node";
import type { SettledSetting } from "../tuning/setting";
import { formatMemory } from "../units/memory";
import { checkImage } from "./build";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const nodeServiceDefaults: ServiceDefaults = {
  memory: "512MiB",
  cpus: 1,
  leastMemoryMiB: 128,
  leastMemoryWhy: "Node needs beside a heap",
  health: { interval: "15s", timeout: "3s", startPeriod: "20s", retries: 4 },
  stopGrace: "15s",
};

export interface CheckedNodeService {
  service: CheckedService;
  image: ImageSource;
  port: number;
  healthPath: string;
  database: DatabaseConnection | undefined;
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  settings: SettledSetting[];
}

export function validateNodeService(
  name: string,
  args: OptimizedNodeServiceArgs,
): { checked: CheckedNodeService; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const port = checks.port("port", args.port);
  const service = checkService(checks, args, nodeServiceDefaults, port);
  const { memoryMiB } = service.limits;
  const heapMiB = args.heap === undefined ? undefined : checkHeap(checks, args.heap, memoryMiB, nodeNativeReserveMiB);
  const healthPath = args.healthPath ?? "/health";
  if (!/^\/[\w./~%-]*$/.test(healthPath)) {
    checks.add("healthPath", `"${healthPath}" is not a path`, 'write one that begins with a slash, such as "/health"');
  }
  checkVariables(checks, args);
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: {
      service,
      port,
      healthPath,
      image: checkImage(checks, args),
      database: args.database,
      environment: args.environment ?? {},
      secrets: args.secrets ?? {},
      settings: tuneNode({ memoryMiB, ...(heapMiB === undefined ? {} : { heapMiB }) }),
    },
  };
}

/** A heap must leave room for what lies outside it, or the kernel kills before V8 can say why. */
export function checkHeap(checks: Checks, heap: string, memoryMiB: number, reserveMiB: number): number {
  const heapMiB = checks.memory("heap", heap, { minimum: 32, why: "a program needs" });
  const most = memoryMiB - reserveMiB;
  if (checks.understood("heap", "memory") && heapMiB > most) {
    const problem =
      heapMiB < memoryMiB
        ? `"${heap}" leaves ${memoryMiB - heapMiB} MiB of ${formatMemory(memoryMiB)} for code, buffers and threads, ${reserveMiB} are needed`
        : `"${heap}" is all of ${formatMemory(memoryMiB)} or more, ${reserveMiB} MiB are needed for code, buffers and threads`;
    checks.add(
      "heap",
      problem,
      `write "${formatMemory(most)}" or less, or memory "${formatMemory(heapMiB + reserveMiB)}"`,
    );
  }
  return heapMiB;
}

/** Variables the component sets itself; another value for one of them would break what it promises. */
const ownVariables = [
  "NODE_ENV",
  "NODE_OPTIONS",
  "PORT",
  "PGHOST",
  "PGPORT",
  "PGDATABASE",
  "PGUSER",
  "PGPASSWORD",
  "PGPASSWORD_FILE",
  "PGPOOL_MAX",
];

function checkVariables(checks: Checks, { environment = {}, secrets = {} }: OptimizedNodeServiceArgs): void {
  for (const [group, values] of Object.entries({ environment, secrets })) {
    for (const [name, value] of Object.entries(values)) {
      const path = `${group}.${name}`;
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        checks.add(path, "is not a variable's name", "use letters, digits and underscores");
      if (ownVariables.includes(name))
        checks.add(path, "is set by the component", "leave it out; heap, port and database are arguments");
      if (value === undefined) checks.add(path, "is missing", "write a value, or leave the variable out");
    }
  }
  for (const name of Object.keys(secrets)) {
    if (name in environment) {
      checks.add(
        `environment.${name}`,
        "is among the secrets too, and everybody who may ask the engine reads it here",
        "leave it out",
      );
    }
    if (`${name}_FILE` in environment)
      checks.add(`environment.${name}_FILE`, `is set by the component for the secret ${name}`, "leave it out");
  }
}
