import { settle, type SettledSetting, type Setting } from "./setting";

/** What nginx may use. */
export interface NginxLimits {
  memoryMiB: number;
  cpus: number;
}

/** What an edge may use. */
export interface EdgeLimits extends NginxLimits {
  /** Size of the cache, a folder in memory; 0 for none. */
  cacheMiB: number;
}

/** Master and one worker at rest, and each worker more, in MiB (3.7 in use with one, measured). */
const firstWorkerMiB = 4;
const workerMiB = 3;

/** Room in the cache's folder for a file that is written while its predecessor is still served. */
export const cacheSlackMiB = 4;

/** The folder in memory where bodies of requests wait, in MiB. */
export const nginxTemporaryMiB = ({ memoryMiB }: Pick<NginxLimits, "memoryMiB">): number =>
  Math.min(16, Math.max(4, Math.floor(memoryMiB / 8)));

/** Names and places of kept answers: 8,000 in each MiB, so one for each 32 MiB of answers of 4 KiB. */
const keysMiB = ({ cacheMiB }: Pick<EdgeLimits, "cacheMiB">): number => Math.ceil(cacheMiB / 32);

/** What one connection can hold, in KiB: a proxied request is two connections, nine buffers of 16 KiB and its headers; a file is sent from the page cache. */
const edgeConnectionKiB = 80;
const siteConnectionKiB = 32;

/** Fewer connections than this serve nobody. */
const leastConnections = 128;

/** A worker for each 32 MiB at most: its buffers are its own. */
const workers = ({ memoryMiB, cpus }: NginxLimits): number =>
  Math.max(1, Math.min(Math.ceil(cpus), Math.floor(memoryMiB / 32)));

/** What is taken before the first connection, in MiB. */
const fixedMiB = (limits: NginxLimits, cacheMiB: number): number =>
  firstWorkerMiB +
  workerMiB * (workers(limits) - 1) +
  nginxTemporaryMiB(limits) +
  (cacheMiB === 0 ? 0 : cacheMiB + cacheSlackMiB + keysMiB({ cacheMiB }));

/** Connections of each worker whose buffers fit, eight for each MiB and 4,096 at most; in steps of 64. */
function connections(limits: NginxLimits, cacheMiB: number, connectionKiB: number): number {
  const fitting = ((limits.memoryMiB - fixedMiB(limits, cacheMiB)) * 1024) / connectionKiB / workers(limits);
  const steps = Math.floor(Math.min(4096, limits.memoryMiB * 8, fitting) / 64);
  return Math.max(leastConnections, steps * 64);
}

const edgeConnections = (limits: EdgeLimits): number => connections(limits, limits.cacheMiB, edgeConnectionKiB);
const siteConnections = (limits: NginxLimits): number => connections(limits, 0, siteConnectionKiB);

/** What an edge takes at most, in MiB: all connections with full buffers, the cache with its keys, and bodies that wait. */
export const edgeMemorySumMiB = (limits: EdgeLimits): number =>
  Math.ceil(fixedMiB(limits, limits.cacheMiB) + (workers(limits) * edgeConnections(limits) * edgeConnectionKiB) / 1024);

/** The largest cache beside the fewest connections, in MiB. */
export function largestCacheMiB(limits: NginxLimits): number {
  const fits = (cacheMiB: number): boolean => edgeMemorySumMiB({ ...limits, cacheMiB }) <= limits.memoryMiB;
  let cacheMiB = Math.max(0, limits.memoryMiB - Math.floor(fixedMiB(limits, 0)));
  while (cacheMiB > 0 && !fits(cacheMiB)) cacheMiB--;
  return cacheMiB;
}

const openFiles = 1000;

const workerProcesses: Setting<NginxLimits> = {
  name: "worker_processes",
  from: ["cpus", "memoryMiB"],
  value: workers,
  reason:
    "one for each CPU of the limit, where 32 MiB are there for each; `auto` would count the host's CPUs, not the quota",
  source: "nginx manual, core module; observed on the official image",
};

const always: Setting<NginxLimits>[] = [
  {
    name: "keepalive_timeout",
    unit: "s",
    from: [],
    value: () => 65,
    reason: "longer than the 60 seconds after which browsers and balancers reuse a connection",
    source: "nginx manual, http core module",
  },
  {
    name: "gzip_comp_level",
    from: [],
    value: () => 5,
    reason: "level 6 costs more CPU for half a percent of size; what can be compressed beforehand is",
    source: "h5bp/server-configs-nginx; measured on a 261 KB script",
  },
];

export const edgeSettings: Setting<EdgeLimits>[] = [
  workerProcesses,
  {
    name: "worker_connections",
    from: ["memoryMiB", "cpus", "cacheMiB"],
    value: edgeConnections,
    reason:
      "as many as fit beside the cache with all their buffers full, so that a crowd of slow clients waits instead of ending nginx",
    source: "nginx manual, events and proxy modules; formula: 80 KiB for each connection",
  },
  {
    name: "worker_rlimit_nofile",
    from: ["memoryMiB", "cpus", "cacheMiB"],
    value: (limits) => 2 * edgeConnections(limits) + 128,
    reason: "each connection may hold a file of the cache too; some engines start containers with 1,024 files",
    source: "nginx manual, core module",
  },
  ...always,
  {
    name: "proxy_buffer_size",
    from: [],
    value: () => "16k",
    reason: 'the headers of an answer with large cookies; with 4k they end as "upstream sent too big header"',
    source: "nginx manual, proxy module",
  },
  {
    name: "proxy_buffers",
    from: [],
    value: () => "8 16k",
    reason: "an answer of 128 KiB leaves the service at once, however slow its client is",
    source: "nginx manual, proxy module",
  },
  {
    name: "proxy_max_temp_file_size",
    from: [],
    value: () => 0,
    reason:
      "what a slow client has not taken waits in the service: written to a file, it would fill a folder in memory",
    source: "nginx manual, proxy module; answers that are kept go to the cache's own folder",
  },
  {
    name: "keepalive",
    from: [],
    value: () => 16,
    reason: "connections to a service that each worker keeps for the next request",
    source: "measured: 20 requests open 20 connections without, 1 with",
  },
  {
    name: "keys_zone",
    unit: "MiB",
    from: ["cacheMiB"],
    value: (limits) => keysMiB(limits) || undefined,
    reason: "8,000 names of kept answers fit into each MiB; when it is full the oldest go before the folder is",
    source: "nginx manual, proxy_cache_path",
  },
  {
    name: "max_size",
    unit: "MiB",
    from: ["cacheMiB"],
    value: ({ cacheMiB }) => cacheMiB || undefined,
    reason: "the cache's folder is in memory and counts against the limit",
    source: "nginx manual, proxy_cache_path",
  },
];

export const siteSettings: Setting<NginxLimits>[] = [
  workerProcesses,
  {
    name: "worker_connections",
    from: ["memoryMiB", "cpus"],
    value: siteConnections,
    reason: "eight for each MiB of the limit, as far as their buffers fit: a file is sent from the page cache",
    source: "nginx manual, events module; formula: 32 KiB for each connection",
  },
  {
    name: "worker_rlimit_nofile",
    from: ["memoryMiB", "cpus"],
    value: (limits) => siteConnections(limits) + openFiles + 128,
    reason: "each connection and each file that is kept open; some engines start containers with 1,024 files",
    source: "nginx manual, core module",
  },
  ...always,
  {
    name: "open_file_cache",
    from: [],
    value: () => `max=${openFiles} inactive=60s`,
    reason: "an image's files never change while it runs: each is opened and looked up once",
    source: "nginx manual, http core module",
  },
];

export const tuneEdge = (limits: EdgeLimits): SettledSetting[] => settle(edgeSettings, limits);

export const tuneSite = (limits: NginxLimits): SettledSetting[] => settle(siteSettings, limits);
