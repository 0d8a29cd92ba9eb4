import { type BrokenPromise, type SettledSetting, type SettingValue, valueOf } from "../setting";
import { written } from "./command";
import { poolerAdvised, reservedConnections } from "./connections";
import type { PostgresLimits } from "./limits";
import { memorySettings, postgresMemory, totalMiB, usableShare } from "./memory-sum";
import { isOff, plainNumber, sizeMiB } from "./sizes";
import { walRoomMiB } from "./wal";

/** What the component promises, by the names that `acknowledge` takes. */
export const postgresPromises = {
  memory:
    "with every allowed connection in the heaviest query of its workload at once, the container is not killed for memory",
  connections: "every client gets the connections of its pool, and the reserve is there beside them",
  storage: "the write-ahead log leaves four fifths of the volume to the data",
  pooler: "sessions are few enough for a process each",
  durability: "what was committed is there after a crash",
} as const;

type Name = keyof typeof postgresPromises;

interface Tuned {
  limits: PostgresLimits;
  /** What is derived where the user says nothing. */
  derive: (limits: PostgresLimits, overrides?: Record<string, SettingValue>) => SettledSetting[];
  overrides: Record<string, SettingValue>;
}

const broken = (promise: Name, name: string, problem: string, remedy: string): BrokenPromise => ({
  promise,
  path: `settings.${name}`,
  problem,
  remedy,
});

const roundMiB = (mib: number): string => `${Math.ceil(mib)} MiB`;

/** Whether the worst case of these settings stays below what the limit has for it. */
export const fitsMemory = (settings: readonly SettledSetting[], { memoryMiB, workload }: PostgresLimits): boolean =>
  totalMiB(postgresMemory(settings, workload)) <= usableShare * memoryMiB;

/** The least memory, in steps of 256 MiB, with which the promise holds; undefined where no machine has that much. */
export function memoryThatFits({ limits, derive, overrides }: Tuned): number | undefined {
  const step = 256;
  const fits = (steps: number): boolean => {
    const memoryMiB = steps * step;
    return fitsMemory(derive({ ...limits, memoryMiB }, overrides), { ...limits, memoryMiB });
  };
  let [low, high] = [Math.floor(limits.memoryMiB / step), Math.ceil(limits.memoryMiB / step) + 1];
  for (; !fits(high); high *= 2) {
    if (high * step > 16_777_216) return undefined;
    low = high;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high * step;
}

function memoryPromise(tuned: Tuned, settings: readonly SettledSetting[]): BrokenPromise[] {
  const { limits, derive, overrides } = tuned;
  const derived = derive(limits);
  // Where the derived values don't fit either, too many connections are asked for: a fault of its own.
  if (fitsMemory(settings, limits) || !fitsMemory(derived, limits)) return [];
  const total = totalMiB(postgresMemory(settings, limits.workload));
  const saved = (name: string): number => {
    const { [name]: _, ...others } = overrides;
    return total - totalMiB(postgresMemory(derive(limits, others), limits.workload));
  };
  const [culprit] = memorySettings.filter((name) => name in overrides).sort((one, other) => saved(other) - saved(one));
  if (culprit === undefined) return [];
  const own = derived.find(({ name }) => name === culprit);
  const needed = memoryThatFits(tuned);
  return [
    broken(
      "memory",
      culprit,
      `"${overrides[culprit]}" lets the server take ${roundMiB(total)} when all its sessions run the heaviest query at once; ` +
        `of the limit, ${Math.floor(usableShare * limits.memoryMiB)} MiB are there for it`,
      culprit === "max_connections"
        ? "leave it out and declare the clients' pools instead: work_mem then follows"
        : (own === undefined ? "leave it out" : `leave it at "${written(own)}", which is derived`) +
            (needed === undefined ? "" : `, or write memory: "${needed}MiB"`),
    ),
  ];
}

function connectionsPromise({ limits, overrides }: Tuned, settings: readonly SettledSetting[]): BrokenPromise[] {
  const count = (name: string): number => plainNumber(valueOf(settings, name) ?? 0) ?? 0;
  const kept = count("superuser_reserved_connections") + count("reserved_connections");
  const needed = limits.clientConnections + Math.max(reservedConnections, kept);
  const [name] = ["max_connections", "superuser_reserved_connections", "reserved_connections"].filter(
    (one) => one in overrides,
  );
  if (name === undefined || count("max_connections") >= needed) return [];
  const problem = `the clients' pools need ${limits.clientConnections} connections and ${needed - limits.clientConnections} are kept beside them: ${needed}, not ${count("max_connections")}`;
  return [broken("connections", name, problem, "leave it out, as it follows from the pools, or shrink those")];
}

function poolerPromise({ overrides }: Tuned, settings: readonly SettledSetting[]): BrokenPromise[] {
  const connections = plainNumber(valueOf(settings, "max_connections") ?? 0) ?? 0;
  if (connections <= poolerAdvised) return [];
  const problem = `${connections} connections are a process each, and more than ${poolerAdvised} of them cost more than they serve`;
  const remedy = "put a pooler such as PgBouncer before the server and declare its pool as the client's";
  const path = "max_connections" in overrides ? "settings.max_connections" : "clients";
  return [{ promise: "pooler", path, problem, remedy }];
}

function storagePromise({ limits, overrides }: Tuned): BrokenPromise[] {
  const room = walRoomMiB(limits);
  if (room === undefined) return [];
  return ["max_wal_size", "min_wal_size", "wal_keep_size"].flatMap((name) => {
    const given = overrides[name];
    const mib = given === undefined ? undefined : sizeMiB(given, 1024);
    if (mib === undefined || mib <= room) return [];
    const problem = `"${given}" is more than a fifth of the volume, ${room}MB: a full volume stops the server`;
    return [broken("storage", name, problem, `write "${room}MB" or less, or give the volume more`)];
  });
}

const durabilityPromise = ({ overrides }: Tuned): BrokenPromise[] =>
  ["fsync", "full_page_writes", "synchronous_commit"]
    .filter((name) => isOff(overrides[name]))
    .map((name) =>
      broken(
        "durability",
        name,
        name === "synchronous_commit" ? "a crash loses the last commits" : "a crash of the host can destroy the data",
        "leave it out",
      ),
    );

/** What the user's own values undo. */
export function brokenPromises(tuned: Tuned): BrokenPromise[] {
  const settings = tuned.derive(tuned.limits, tuned.overrides);
  return [
    ...memoryPromise(tuned, settings),
    ...connectionsPromise(tuned, settings),
    ...poolerPromise(tuned, settings),
    ...storagePromise(tuned),
    ...durabilityPromise(tuned),
  ];
}
