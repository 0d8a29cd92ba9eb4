import { settingsAt, settle, type SettledSetting, type Setting, type SettingValue } from "./setting";

/** What requests mostly do. */
export const PythonWork = {
  /** Ask databases and other services, and wait for them. */
  waiting: "waiting",
  /** Compute: pictures, models, large tables. */
  computing: "computing",
} as const;
export type PythonWork = (typeof PythonWork)[keyof typeof PythonWork];

/** A server whose settings follow from the limits; "own" is any other program, which reads PORT. */
export const PythonServer = { gunicorn: "gunicorn", uvicorn: "uvicorn", own: "own" } as const;
export type PythonServer = (typeof PythonServer)[keyof typeof PythonServer];

/** What a Python service may use. */
export interface PythonLimits {
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** CPU limit of the container. */
  cpus: number;
  work: PythonWork;
  /** Memory of one worker under load, in MiB: what the program's own modules and data take. */
  workerMiB: number;
  /** The longest a request takes, in seconds. */
  longestRequestSeconds: number;
}

/** The process that starts the workers, and room for a worker that is born while its predecessor still ends, in MiB. */
const arbiterMiB = 32;

/** A thread's stack and arena as far as they are used, in MiB. */
const threadMiB = 4;
const mostThreads = 16;

/** Workers that have room in the memory, beside the process that starts them. */
export const pythonMostWorkers = ({ memoryMiB, workerMiB }: Pick<PythonLimits, "memoryMiB" | "workerMiB">): number =>
  Math.floor((memoryMiB - arbiterMiB) / workerMiB);

/** Worker processes: one for each CPU, as far as memory goes. The interpreter's lock lets each use one CPU. */
export const pythonWorkers = (limits: PythonLimits): number =>
  Math.max(1, Math.min(Math.ceil(limits.cpus), pythonMostWorkers(limits)));

/** Threads of each worker where requests wait: what is left of memory after the workers. */
function threads(limits: PythonLimits): number {
  if (limits.work === "computing") return 1;
  const workers = pythonWorkers(limits);
  const leftMiB = limits.memoryMiB - arbiterMiB - workers * limits.workerMiB;
  return Math.max(2, Math.min(mostThreads, Math.floor(leftMiB / workers / threadMiB)));
}

/** What the workers take together at most, in MiB. */
export const pythonMemorySumMiB = (limits: PythonLimits): number => {
  const stacks = limits.work === "computing" ? 0 : threads(limits) * threadMiB;
  return arbiterMiB + pythonWorkers(limits) * (limits.workerMiB + stacks);
};

/** A leak grows with requests; a worker that is replaced gives its memory back. */
const requestsOfAWorker = 10_000;

/** Longer than nginx keeps an idle connection to a service (60 s): who closes first must not be the one who is asked. */
const keepAliveSeconds = 75;

const manual = "gunicorn documentation, settings";
const uvicornManual = "uvicorn documentation, settings";

const unbuffered: Setting<PythonLimits> = {
  name: "PYTHONUNBUFFERED",
  place: "environment",
  from: [],
  value: () => 1,
  reason: "a line of the log is seen when it is written, also the last one before a crash",
  source: "Python manual, command line and environment",
};

const arenas: Setting<PythonLimits> = {
  name: "MALLOC_ARENA_MAX",
  place: "environment",
  from: ["work"],
  value: ({ work }) => (work === "waiting" ? 2 : undefined),
  reason: "glibc gives threads up to eight arenas for each CPU of the host, and returns little of them",
  source: "glibc manual, memory allocation tunables",
};

/** gunicorn for WSGI applications: threads where requests wait, processes alone where they compute. */
export const gunicornSettings: Setting<PythonLimits>[] = [
  {
    name: "--workers",
    from: ["memoryMiB", "cpus", "workerMiB"],
    value: pythonWorkers,
    reason: "one for each CPU of the limit, as far as memory goes; a count of the host's CPUs would not know the limit",
    source: "formula; gunicorn documentation, design",
  },
  {
    name: "--worker-class",
    from: ["work"],
    value: ({ work }) => (work === "waiting" ? "gthread" : "sync"),
    reason: "a request that waits holds a thread and not a process",
    source: manual,
  },
  {
    name: "--threads",
    from: ["memoryMiB", "cpus", "work", "workerMiB"],
    value: threads,
    reason:
      "requests of one worker that wait at the same time, 4 MiB each; one where they compute, since the interpreter runs one at a time",
    source: manual,
  },
  {
    name: "--worker-tmp-dir",
    from: [],
    value: () => "/dev/shm",
    reason: "workers prove that they live by touching a file; on a disk that is busy a healthy worker would be killed",
    source: "gunicorn documentation, FAQ",
  },
  {
    name: "--timeout",
    unit: "s",
    from: ["longestRequestSeconds"],
    value: ({ longestRequestSeconds }) => longestRequestSeconds + 5,
    reason: "a worker that hangs is replaced, and none whose request is only long",
    source: manual,
  },
  {
    name: "--graceful-timeout",
    unit: "s",
    from: ["longestRequestSeconds"],
    value: ({ longestRequestSeconds }) => longestRequestSeconds,
    reason: "a stop lets the longest request end",
    source: manual,
  },
  {
    name: "--keep-alive",
    unit: "s",
    from: ["work"],
    value: ({ work }) => (work === "waiting" ? keepAliveSeconds : undefined),
    reason:
      "longer than the edge keeps an idle connection, or requests end as 502 now and then; a worker without threads keeps none",
    source: manual,
  },
  {
    name: "--max-requests",
    from: [],
    value: () => requestsOfAWorker,
    reason: "a leak ends with its worker before it ends the container",
    source: manual,
  },
  {
    name: "--max-requests-jitter",
    from: [],
    value: () => requestsOfAWorker / 10,
    reason: "workers are replaced one after the other and not all at once",
    source: manual,
  },
  arenas,
  unbuffered,
];

/** uvicorn for ASGI applications: one loop in each worker. */
export const uvicornSettings: Setting<PythonLimits>[] = [
  {
    name: "--workers",
    from: ["memoryMiB", "cpus", "workerMiB"],
    value: pythonWorkers,
    reason: "one for each CPU of the limit, as far as memory goes: a loop runs on one CPU",
    source: uvicornManual,
  },
  {
    name: "--timeout-keep-alive",
    unit: "s",
    from: [],
    value: () => keepAliveSeconds,
    reason: "longer than the edge keeps an idle connection; with uvicorn's 5 s requests end as 502 now and then",
    source: uvicornManual,
  },
  {
    name: "--timeout-graceful-shutdown",
    unit: "s",
    from: ["longestRequestSeconds"],
    value: ({ longestRequestSeconds }) => longestRequestSeconds,
    reason: "a stop lets the longest request end, and does not wait for ever for an open stream",
    source: uvicornManual,
  },
  {
    name: "--limit-max-requests",
    from: ["memoryMiB", "cpus", "workerMiB"],
    value: (limits) => (pythonWorkers(limits) > 1 ? requestsOfAWorker : undefined),
    reason:
      "a leak ends with its worker before it ends the container; a single process has nobody who would start the next one",
    source: uvicornManual,
  },
  {
    name: "--limit-max-requests-jitter",
    from: ["memoryMiB", "cpus", "workerMiB"],
    value: (limits) => (pythonWorkers(limits) > 1 ? requestsOfAWorker / 10 : undefined),
    reason: "workers are replaced one after the other and not all at once",
    source: uvicornManual,
  },
  unbuffered,
];

/** A program that is no such server: what the interpreter itself is told. */
export const plainPythonSettings: Setting<PythonLimits>[] = [arenas, unbuffered];

export const tuneGunicorn = (limits: PythonLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(gunicornSettings, limits, overrides);

export const tuneUvicorn = (limits: PythonLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(uvicornSettings, limits, overrides);

/** The settings as arguments of the server's command. */
export const pythonArguments = (settings: readonly SettledSetting[]): string[] =>
  settingsAt(settings, "engine").flatMap(({ name, value }) => [name, String(value)]);

const tuned: Record<PythonServer, Setting<PythonLimits>[]> = {
  gunicorn: gunicornSettings,
  uvicorn: uvicornSettings,
  own: plainPythonSettings,
};

/** The settings of whichever server it is. */
export const tunePython = (
  server: PythonServer,
  limits: PythonLimits,
  overrides: Record<string, SettingValue> = {},
): SettledSetting[] => settle(tuned[server], limits, overrides);

/**
 * The settings as variables, which images with a start command of their own read too: gunicorn takes one with all arguments, uvicorn
 * one for each. A uvicorn that does not know one of them passes over it, where an argument would end it.
 */
export function pythonEnvironment(
  server: PythonServer,
  settings: readonly SettledSetting[],
  port: number,
): Record<string, string> {
  const beside = settingsAt(settings, "environment").map(({ name, value }) => [name, String(value)]);
  const own: Record<PythonServer, Record<string, string>> = {
    gunicorn: { GUNICORN_CMD_ARGS: ["--bind", `0.0.0.0:${port}`, ...pythonArguments(settings)].join(" ") },
    uvicorn: {
      UVICORN_HOST: "0.0.0.0",
      UVICORN_PORT: String(port),
      ...Object.fromEntries(
        settingsAt(settings, "engine").map(({ name, value }) => [
          `UVICORN_${name.slice(2).replaceAll("-", "_").toUpperCase()}`,
          String(value),
        ]),
      ),
    },
    own: {},
  };
  return { ...(Object.fromEntries(beside) as Record<string, string>), ...own[server] };
}
