import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseClientArgs, TunedPostgresArgs } from "../components/tuned-postgres";
import { imageMajor, imageTag, pinnedImages } from "../images/pinned";
import { supportEnded } from "../images/support";
import {
  brokenPromises,
  connectionsThatFit,
  containerNames,
  leastSeconds,
  memoryThatFits,
  officialFeatures,
  postgresPromises,
  reservedConnections,
  restartMargin,
  standardWorkMemMiB,
  sizeMiB,
  Storage,
  supportedMajors,
  tunePostgres,
  workMemMiB,
  Workload,
  type PostgresFeatures,
  type PostgresLimits,
} from "../tuning/postgres";
import { type SettledSetting, type SettingValue, valueOf } from "../tuning/setting";
import { formatDuration } from "../units/duration";
import { formatMemory } from "../units/memory";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkSettings, warnOfBuffers } from "./postgres-settings";
import { checkPromises } from "./promises";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const postgresDefaults: ServiceDefaults = {
  memory: "1GiB",
  cpus: 2,
  // Below, a quarter is less than the smallest useful shared_buffers, and the 20 connections that are always granted do not fit.
  leastMemoryMiB: 256,
  leastMemoryWhy: "PostgreSQL needs for 64 MiB of shared buffers and 20 connections",
  // Start period and grace are the least there are: both are derived.
  health: { interval: "15s", timeout: "3s", startPeriod: formatDuration(leastSeconds * 1000), retries: 5 },
  stopGrace: formatDuration(leastSeconds * 1000),
};

/** The largest machines there are have 16 TiB: more is a slip of the pen. */
const mostMemoryMiB = 16 * 1024 * 1024;

/** No machine has more; the server would take 1024 parallel workers at most. */
const mostCpus = 1024;

export interface CheckedClient {
  name: string;
  database: string;
  pool: number;
  password: pulumi.Input<string>;
  /** Its statements are ended after this; undefined leaves them all the time they want. */
  statementTimeoutMs: number | undefined;
}

export interface CheckedPostgres {
  service: CheckedService;
  image: string;
  major: number;
  password: pulumi.Input<string>;
  clients: CheckedClient[];
  /** What the settings are derived from. */
  limits: PostgresLimits;
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
  checkScale(checks, service);
  const image = args.image ?? pinnedImages.postgres;
  const major = checkMajor(checks, image);
  const clients = Object.entries(args.clients ?? {}).map(([client, given]) => checkClient(checks, client, given));
  const features = checkFeatures(checks, args.features ?? {}, officialFeatures(major, imageTag(image)));
  const own = checkSettings(checks, args.settings ?? {}, features);
  warnOfBuffers(checks, own, service.limits.memoryMiB);
  const limits: PostgresLimits = {
    major,
    memoryMiB: service.limits.memoryMiB,
    cpus: service.limits.cpus,
    storage: checkOneOf(checks, "storage.kind", args.storage?.kind ?? Storage.Ssd, Object.values(Storage)),
    volumeMiB: checkVolume(checks, args.storage?.size),
    workload: checkOneOf(
      checks,
      "workload",
      args.workload ?? usualWorkload(service.limits.memoryMiB),
      Object.values(Workload),
    ),
    givenWalMiB: sizeMiB(own["max_wal_size"] ?? "", 1024),
    clientConnections: clients.reduce((sum, { pool }) => sum + pool + restartMargin, 0),
    slowQueryMs: checkSlowQuery(checks, args.slowQuery ?? "1s"),
    features,
  };
  const given = { ...own, ...givenBeside(args, service) };
  checkConnections(checks, limits);
  if (args.settings?.["work_mem"] === undefined) warnOfSmallWorkMem(checks, limits);
  checkPromises(
    checks,
    args.acknowledge,
    // Compared with limits that were not understood, values break what nobody promised.
    checks.understood("memory", "clients") ? brokenPromises({ limits, overrides: given, derive: tunePostgres }) : [],
    postgresPromises,
  );
  const settings = tunePostgres(limits, given);
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: {
      service: asSettled(service, settings),
      image,
      major,
      password: args.password,
      clients,
      limits,
      settings,
    },
  };
}

/** Below 1 GiB live small databases, whose statements fill a hash table at most. */
const usualWorkload = (memoryMiB: number): Workload => (memoryMiB < 1024 ? Workload.Small : Workload.Mixed);

/** What the arguments say themselves about the container, by the names of the settings that are derived otherwise. */
function givenBeside(args: TunedPostgresArgs, service: CheckedService): Record<string, SettingValue> {
  return {
    ...(args.stopGrace !== undefined && { [containerNames.stopGrace]: service.graceMs / 1000 }),
    ...(args.health?.startPeriod !== undefined && {
      [containerNames.startPeriod]: service.health.startPeriodMs / 1000,
    }),
    ...(args.pids !== undefined && { [containerNames.pids]: service.limits.pids }),
  };
}

/** The service with what the settings say about its container. */
function asSettled(service: CheckedService, settings: readonly SettledSetting[]): CheckedService {
  const number = (name: string): number => Number(valueOf(settings, name));
  return {
    ...service,
    limits: { ...service.limits, shmMiB: number(containerNames.shm), pids: number(containerNames.pids) },
    health: { ...service.health, startPeriodMs: number(containerNames.startPeriod) * 1000 },
    graceMs: number(containerNames.stopGrace) * 1000,
  };
}

/** Sizes that no machine has would pass every other check. */
function checkScale(checks: Checks, { limits }: CheckedService): void {
  if (limits.memoryMiB > mostMemoryMiB) {
    const problem = `"${formatMemory(limits.memoryMiB)}" is more than any machine has`;
    checks.add("memory", problem, `write "${formatMemory(mostMemoryMiB)}" or less`);
    limits.memoryMiB = mostMemoryMiB;
  }
  if (limits.cpus > mostCpus) {
    checks.add("cpus", `${limits.cpus} is more than any machine has`, `write ${mostCpus} or less`);
    limits.cpus = mostCpus;
  }
}

function checkOneOf<Value extends string>(checks: Checks, path: string, value: Value, known: readonly Value[]): Value {
  const [first] = known;
  if (known.includes(value) || first === undefined) return value;
  checks.add(path, `"${value}" is not known`, `write one of ${known.map((one) => `"${one}"`).join(", ")}`);
  return first;
}

const checkVolume = (checks: Checks, size: string | undefined): number | undefined =>
  size === undefined
    ? undefined
    : checks.memory("storage.size", size, { minimum: 1024, why: "a new database and its log need" });

/** The server counts milliseconds in 31 bits. */
function checkSlowQuery(checks: Checks, text: string): number {
  const ms = checks.duration("slowQuery", text);
  if (ms <= 2_147_483_647) return ms;
  checks.add("slowQuery", `"${text}" is more than the server can count`, 'write "596h" or less');
  return 1000;
}

function checkFeatures(checks: Checks, given: Partial<PostgresFeatures>, official: PostgresFeatures): PostgresFeatures {
  for (const [name, value] of Object.entries(given)) {
    const path = `features.${name}`;
    if (!(name in official))
      checks.add(path, "is not known", `leave it out; there are: ${Object.keys(official).join(", ")}`);
    else if (value !== undefined && typeof value !== "boolean")
      checks.add(path, `${JSON.stringify(value)} is neither true nor false`, "write true or false");
  }
  return { ...official, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

function checkMajor(checks: Checks, image: string): number {
  const major = imageMajor(image);
  const [oldest, newest] = [Math.min(...supportedMajors), Math.max(...supportedMajors)];
  const remedy = `write an official image of ${oldest} to ${newest} with its version, such as "${pinnedImages.postgres}"`;
  if (major === undefined) checks.add("image", `"${image}" carries no version`, remedy);
  else if (major < oldest) checks.add("image", `PostgreSQL ${major} is past its end of life`, remedy);
  else if (major > newest)
    checks.add(
      "image",
      `PostgreSQL ${major} is newer than this library knows, which derives for ${oldest} to ${newest}`,
      remedy,
    );
  else {
    const ended = supportEnded("PostgreSQL", major);
    if (ended !== undefined)
      checks.warn("image", `PostgreSQL ${major} has had no fixes since ${ended}`, `plan the upgrade to ${newest}`);
    return major;
  }
  return newest;
}

function checkClient(checks: Checks, name: string, given: DatabaseClientArgs): CheckedClient {
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
  const statementTimeoutMs =
    given.statementTimeout === undefined
      ? undefined
      : checks.duration(`${path}.statementTimeout`, given.statementTimeout);
  return { name, database, pool, password: given.password, statementTimeoutMs };
}

/** Many connections on little memory leave each so little that queries go to disk which stock settings run in memory. */
function warnOfSmallWorkMem(checks: Checks, limits: PostgresLimits): void {
  const own = workMemMiB(limits);
  // A little below costs little: 2.75 MiB lost up to 19 %, measured.
  if (own >= standardWorkMemMiB * 0.75 || checks.faults.length > 0) return;
  const fits = connectionsThatFit(limits, standardWorkMemMiB);
  const granted = Number(valueOf(tunePostgres(limits), "max_connections"));
  const problem = `${granted} connections leave each a work_mem of ${own} MiB, less than PostgreSQL's own ${standardWorkMemMiB}: larger sorts and hash tables go to disk`;
  const remedy = `raise memory above "${formatMemory(limits.memoryMiB)}"${fits > reservedConnections ? `, or shrink the pools by ${granted - fits}` : ""}; or give settings.work_mem and acknowledge: ["memory"]`;
  checks.warn("memory", problem, remedy);
}

/** As many connections as are granted must fit, at the smallest work_mem that is worth running with. */
function checkConnections(checks: Checks, limits: PostgresLimits): void {
  const fits = connectionsThatFit(limits);
  const granted = Number(valueOf(tunePostgres(limits), "max_connections"));
  if (granted <= fits || !checks.understood("memory", "cpus")) return;
  const needed = memoryThatFits({ limits, overrides: {}, derive: tunePostgres });
  const more = needed === undefined ? "put a pooler before the server" : `write memory: "${formatMemory(needed)}"`;
  const asked = limits.clientConnections + reservedConnections;
  if (asked <= fits || limits.clientConnections === 0) {
    const problem = `"${formatMemory(limits.memoryMiB)}" is too little for ${granted} connections`;
    checks.add("memory", problem, more);
    return;
  }
  checks.add(
    "clients",
    `pools of ${limits.clientConnections} and ${reservedConnections} in reserve are ${asked} connections, ${formatMemory(limits.memoryMiB)} serve ${fits} without a memory kill`,
    fits > reservedConnections ? `shrink the pools by ${asked - fits}, or ${more}` : more,
  );
}
