import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "../components/database-connection";
import type { OptimizedPythonServiceArgs } from "../components/optimized-python-service";
import { debugpyListen, debugpyPort } from "../images/application/python/development";
import { usualUser } from "../images/bases";
import { pythonVersions } from "../images/python-bases";
import { supportEnded } from "../images/support";
import type { ImageSource } from "../spec/service-spec";
import {
  PythonServer,
  PythonWork,
  pythonMostWorkers,
  pythonWorkers,
  tunePython,
  type PythonLimits,
} from "../tuning/python";
import type { SettledSetting } from "../tuning/setting";
import { checkImage } from "./build";
import { Checks } from "./checks";
import { checkDebug, checkLive, checkMode, ownerOf, type Live } from "./development";
import type { Fault } from "./fault";
import { checkHealthPath, checkLongestRequest, checkUser, checkVariables, programVariables } from "./program";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const pythonServiceDefaults: ServiceDefaults = {
  memory: "512MiB",
  cpus: 1,
  leastMemoryMiB: 64,
  leastMemoryWhy: "Python needs with a small framework",
  health: { interval: "15s", timeout: "3s", startPeriod: "20s", retries: 4 },
  stopGrace: "15s",
};

/** What is taken when nothing is said about it. */
export const pythonTuningDefaults = { work: PythonWork.waiting, workerMemory: "128MiB" } as const;

/** Reading modules from a mounted folder takes longer where that lies on another file system. */
export const livePythonDefaults: ServiceDefaults = {
  ...pythonServiceDefaults,
  health: { ...pythonServiceDefaults.health, startPeriod: "60s" },
};

export interface CheckedPythonService {
  service: CheckedService;
  user: string;
  image: ImageSource;
  /** The command, where the folder gave it. */
  start: string[] | undefined;
  server: PythonServer;
  workers: number;
  port: number;
  healthPath: string;
  longestRequestMs: number;
  database: DatabaseConnection | undefined;
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  settings: SettledSetting[];
  /** What runs in place of the image's program, in development. */
  live: Live | undefined;
}

/** Variables the component sets itself; another value for one of them would break what it promises. */
const ownVariables = [...programVariables, "GUNICORN_CMD_ARGS", "UVICORN_HOST", "UVICORN_PORT", "UVICORN_WORKERS"];

export function validatePythonService(
  name: string,
  args: OptimizedPythonServiceArgs,
): { checked: CheckedPythonService; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const port = checks.port("port", args.port);
  const { longestRequestMs, stopGrace } = checkLongestRequest(checks, args.longestRequest);
  const develops = checkMode(checks, args.mode);
  const defaults = develops ? livePythonDefaults : pythonServiceDefaults;
  const service = checkService(checks, args, { ...defaults, stopGrace }, port);
  const user = checkUser(checks, args.user, develops ? ownerOf(args.build, usualUser) : usualUser);
  const pythonVersion = checkVersion(checks, args);
  const built = new Checks();
  const development = develops ? { port, debug: args.debug !== undefined } : undefined;
  const made = checkImage(built, args, { kind: "python", pythonVersion, user, development });
  const attach = development?.debug ? debugpyListen.join(" ") : undefined;
  const { image, live } = development ? checkLive(built, args.build, made, attach) : { image: made, live: undefined };
  service.ports.push(...checkDebug(checks, args.debug, develops, debugpyPort));
  const start = "build" in image ? image.build.generated?.python?.start : undefined;
  const server = checkServer(checks, args.server ?? start?.server ?? PythonServer.own);
  const limits = limitsOf(checks, args, service, longestRequestMs);
  const asked = checkWorkers(checks, args, limits, server);
  // One is what a debugger holds, and what an edit starts anew at once.
  const workers = develops ? 1 : asked;
  const shared = develops ? { ...limits, cpus: Math.min(1, limits.cpus) } : limits;
  const settings = tunePython(server, shared, args.workers === undefined ? {} : { "--workers": workers });
  const healthPath = checkHealthPath(checks, args.healthPath);
  checkVariables(checks, args, ownVariables, "workers, server, port and database are arguments");
  return {
    faults: [...checks.faults, ...built.faults],
    warnings: [...checks.warnings, ...built.warnings],
    checked: {
      service,
      user,
      image,
      start: start?.command,
      server,
      workers,
      port,
      healthPath,
      longestRequestMs,
      database: args.database,
      environment: args.environment ?? {},
      secrets: args.secrets ?? {},
      live,
      settings: server === PythonServer.own ? settings.filter(({ name }) => name !== "--workers") : settings,
    },
  };
}

function checkVersion(checks: Checks, { pythonVersion }: OptimizedPythonServiceArgs): string | undefined {
  if (pythonVersion === undefined || pythonVersions.includes(pythonVersion)) return pythonVersion;
  const ended = supportEnded("Python", pythonVersion);
  const known = pythonVersions
    .toReversed()
    .map((version) => `"${version}"`)
    .join(", ");
  const problem =
    ended === undefined ? `"${pythonVersion}" is none of ${known}` : `Python ${pythonVersion} ended on ${ended}`;
  checks.add("pythonVersion", problem, 'write "3.13", or leave it out');
  return undefined;
}

function checkServer(checks: Checks, server: PythonServer): PythonServer {
  const known = Object.values(PythonServer);
  if (known.includes(server)) return server;
  const names = known.map((name) => `"${name}"`).join(", ");
  checks.add("server", `"${server}" is no server that is known`, `write one of ${names}`);
  return PythonServer.own;
}

function limitsOf(
  checks: Checks,
  args: OptimizedPythonServiceArgs,
  { limits: { memoryMiB, cpus } }: CheckedService,
  longestRequestMs: number,
): PythonLimits {
  const work = args.work ?? pythonTuningDefaults.work;
  const known = Object.values(PythonWork);
  if (!known.includes(work)) {
    checks.add("work", `"${work}" is no kind of work`, `write one of ${known.map((name) => `"${name}"`).join(", ")}`);
  }
  const workerMiB = checks.memory("workerMemory", args.workerMemory ?? pythonTuningDefaults.workerMemory, {
    minimum: 16,
    why: "the interpreter needs",
  });
  return { memoryMiB, cpus, work, workerMiB, longestRequestSeconds: Math.ceil(longestRequestMs / 1000) };
}

/** How many workers there are: as many as were asked for, where they have room. */
function checkWorkers(
  checks: Checks,
  { workers: asked, database }: OptimizedPythonServiceArgs,
  limits: PythonLimits,
  server: PythonServer,
): number {
  if (asked !== undefined && server === PythonServer.own) {
    const remedy = "write server too if it is one of these, or leave it out";
    checks.add("workers", "is for gunicorn and uvicorn; of this program's server nothing is known", remedy);
    return 1;
  }
  const usual = server === PythonServer.own ? 1 : pythonWorkers(limits);
  const workers = asked === undefined ? usual : checks.wholeNumber("workers", asked, { minimum: 1, maximum: 128 });
  if (!checks.understood("workers", "memory", "workerMemory", "cpus")) return 1;
  const most = pythonMostWorkers(limits);
  if (asked !== undefined && workers > Math.max(1, most)) {
    const problem = `${workers} workers of ${limits.workerMiB} MiB have no room in ${limits.memoryMiB} MiB`;
    checks.add("workers", problem, `write ${Math.max(1, most)} at most, or raise memory`);
  } else if (workers > Math.max(1, Math.ceil(limits.cpus))) {
    const problem = `${workers} workers share ${limits.cpus} CPUs: each waits for the others`;
    checks.warn("workers", problem, `write ${Math.max(1, Math.ceil(limits.cpus))}, or raise cpus`);
  }
  if (database !== undefined && workers > database.pool) {
    const problem = `${workers} workers need as many connections, the database keeps ${database.pool}`;
    checks.add("workers", problem, "raise the client's pool, or write fewer");
  }
  return workers;
}
