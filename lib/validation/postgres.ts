import type * as pulumi from "@pulumi/pulumi";
import type { TunedPostgresArgs } from "../components/tuned-postgres";
import { imageMajor, pinnedImages } from "../images/pinned";
import {
  connectionsThatFit,
  postgresShmMiB,
  reservedConnections,
  restartMargin,
  tunePostgres,
  type PostgresLimits,
} from "../tuning/postgres";
import type { SettledSetting } from "../tuning/setting";
import { formatMemory } from "../units/memory";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const postgresDefaults: ServiceDefaults = {
  memory: "1GiB",
  cpus: 2,
  // Below, a quarter is less than the smallest useful shared_buffers, and the 20 connections that are always granted do not fit.
  leastMemoryMiB: 256,
  leastMemoryWhy: "PostgreSQL needs for 64 MiB of shared buffers and 20 connections",
  // The start period covers a crash recovery of max_wal_size, not only a start.
  health: { interval: "15s", timeout: "3s", startPeriod: "2m", retries: 5 },
  // A fast shutdown writes a checkpoint; Docker's own 10 s would end it as a crash.
  stopGrace: "2m",
};

export interface CheckedClient {
  name: string;
  database: string;
  pool: number;
  password: pulumi.Input<string>;
}

export interface CheckedPostgres {
  service: CheckedService;
  image: string;
  major: number;
  password: pulumi.Input<string>;
  clients: CheckedClient[];
  settings: SettledSetting[];
}

export function validatePostgres(
  name: string,
  args: TunedPostgresArgs,
): { checked: CheckedPostgres; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  checks.required("password", args.password, 'write config.requireSecret("postgresPassword")');
  const service = checkService(checks, args, postgresDefaults, 5432);
  const image = args.image ?? pinnedImages.postgres;
  const major = checkMajor(checks, image);
  const clients = Object.entries(args.clients ?? {}).map(([client, given]) => checkClient(checks, client, given));
  const limits: PostgresLimits = {
    major,
    memoryMiB: service.limits.memoryMiB,
    cpus: service.limits.cpus,
    clientConnections: clients.reduce((sum, { pool }) => sum + pool + restartMargin, 0),
    slowQueryMs: checks.duration("slowQuery", args.slowQuery ?? "1s"),
  };
  checkConnections(checks, limits);
  service.limits.shmMiB = postgresShmMiB(limits);
  const settings = tunePostgres(limits, args.settings);
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: { service, image, major, password: args.password, clients, settings },
  };
}

function checkMajor(checks: Checks, image: string): number {
  const major = imageMajor(image);
  if (major !== undefined && major >= 14) return major;
  const problem = major === undefined ? `"${image}" carries no version` : `PostgreSQL ${major} is past its end of life`;
  checks.add(
    "image",
    problem,
    `write an official image of 14 or newer with its version, such as "${pinnedImages.postgres}"`,
  );
  return imageMajor(pinnedImages.postgres) ?? 18;
}

function checkClient(
  checks: Checks,
  name: string,
  given: { password: pulumi.Input<string>; pool?: number; database?: string },
): CheckedClient {
  const path = `clients.${name}`;
  const database = given.database ?? name;
  for (const [where, identifier] of [
    [path, name],
    [`${path}.database`, database],
  ] as const) {
    if (/^[a-z_][a-z0-9_]{0,62}$/.test(identifier)) continue;
    checks.add(
      where,
      `"${identifier}" would need quoting in every statement`,
      "use lower-case letters, digits and underscores, a letter first",
    );
  }
  if (name === "postgres") checks.add(path, "is the superuser's name", "give the client a name of its own");
  if (/^pg_|^public$|^none$/.test(name))
    checks.add(path, "is a name that PostgreSQL keeps for itself", "give the client another one");
  if (/^(?:postgres|template[01])$/.test(database) && name !== database) {
    checks.add(
      `${path}.database`,
      `"${database}" belongs to the server itself`,
      "give the client a database of its own",
    );
  }
  checks.required(`${path}.password`, given.password, `write config.requireSecret("${name}Password")`);
  const pool = checks.wholeNumber(`${path}.pool`, given.pool ?? 10, { minimum: 1, maximum: 1000 });
  return { name, database, pool, password: given.password };
}

function checkConnections(checks: Checks, limits: PostgresLimits): void {
  const fits = connectionsThatFit(limits);
  const asked = limits.clientConnections + reservedConnections;
  if (asked <= fits || !checks.understood("memory")) return;
  checks.add(
    "clients",
    `pools of ${limits.clientConnections} and ${reservedConnections} in reserve are ${asked} connections, ${formatMemory(limits.memoryMiB)} serve ${fits} without a memory kill`,
    `shrink the pools by ${asked - fits}, or raise memory`,
  );
}
