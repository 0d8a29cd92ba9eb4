import type { CachingNginxArgs } from "../components/caching-nginx";
import { imageTag, pinnedImages } from "../images/pinned";
import { edgeConf } from "../nginx/edge-conf";
import type { Route } from "../spec/route";
import { edgeMemorySumMiB, largestCacheMiB, nginxTemporaryMiB, tuneEdge, type NginxLimits } from "../tuning/nginx";
import type { SettledSetting } from "../tuning/setting";
import { formatMemory } from "../units/memory";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkPromises } from "./promises";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";
import { checkPath } from "./static-site";

export const cachingNginxDefaults: ServiceDefaults = {
  memory: "128MiB",
  cpus: 0.5,
  leastMemoryMiB: 32,
  leastMemoryWhy: "nginx needs for its buffers",
  health: { interval: "15s", timeout: "3s", startPeriod: "15s", retries: 3 },
  stopGrace: "15s",
};

/** Any user may bind any port of a container; this one collides with nothing that images declare. */
export const edgePort = 8080;

export interface CheckedCachingNginx {
  service: CheckedService;
  image: string;
  cacheMiB: number;
  settings: SettledSetting[];
  configuration: string;
  url: string;
}

export function validateCachingNginx(
  name: string,
  args: CachingNginxArgs,
): { checked: CheckedCachingNginx; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const service = checkService(checks, args, cachingNginxDefaults, edgePort);
  const image = args.image ?? pinnedImages.nginx;
  checkVersion(checks, image);
  // Programs without types can leave it out.
  const routes = (args.routes as Route[] | undefined) ?? [];
  checkRoutes(checks, routes);
  const cacheMiB = checkCache(checks, args, service.limits);
  const settings = tuneEdge({ ...service.limits, cacheMiB });
  const temporaryMiB = nginxTemporaryMiB(service.limits);
  const configuration = edgeConf({ port: edgePort, routes, temporaryMiB, settings });
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: { service, image, cacheMiB, settings, configuration, url: edgeUrl(name, service) },
  };
}

/** Upstreams that are found again by name need 1.27.3; the floor is the release without the holes in map and rewrite. */
function checkVersion(checks: Checks, image: string): void {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(imageTag(image) ?? "") ?? [];
  const fault = `write an official image of 1.30 or newer with its version, such as "${pinnedImages.nginx}"`;
  if (major === undefined) checks.add("image", `"${image}" carries no version`, fault);
  else if (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 30))
    checks.add("image", `nginx ${major}.${minor} is older than 1.30`, fault);
  else if (/^(?:docker\.io\/)?(?:library\/)?nginx:/.test(image) && !image.includes("alpine")) {
    checks.add("image", `"${image}" is not of the alpine kind, whose wget the health check uses`, fault);
  }
}

function checkRoutes(checks: Checks, routes: readonly Route[]): void {
  if (routes.length === 0) checks.add("routes", "is empty", 'write at least one, such as frontend.route("/")');
  const seen = new Map<string, string>();
  routes.forEach(({ path, service }, index) => {
    const where = `routes[${index}].path`;
    checkPath(checks, where, path);
    if (!path.endsWith("/")) checks.add(where, `"${path}" does not end with a slash`, `write "${path}/"`);
    const other = seen.get(path);
    if (other !== undefined)
      checks.add(where, `"${path}" leads to "${other}" already`, "give each service a path of its own");
    seen.set(path, service);
  });
}

const promises = { memory: "connections with full buffers, the cache and waiting bodies stay below the memory limit" };

function checkCache(checks: Checks, { cacheSize, acknowledge }: CachingNginxArgs, limits: NginxLimits): number {
  const cacheMiB = cacheSize === undefined ? Math.floor(limits.memoryMiB / 4) : checks.memory("cacheSize", cacheSize);
  const sumMiB = edgeMemorySumMiB({ ...limits, cacheMiB });
  const tooMuch = checks.understood("cacheSize", "memory", "cpus") && sumMiB > limits.memoryMiB;
  const problem = `"${cacheSize}" and the fewest connections take ${sumMiB} MiB, memory is ${formatMemory(limits.memoryMiB)}`;
  const remedy = `write "${formatMemory(largestCacheMiB(limits))}" or less, or raise memory`;
  const broken = tooMuch ? [{ promise: "memory", path: "cacheSize", problem, remedy }] : [];
  checkPromises(checks, acknowledge, broken, promises);
  return cacheMiB;
}

function edgeUrl(name: string, { ports }: CheckedService): string {
  const [published] = ports;
  if (published === undefined) return `http://${name}:${edgePort}`;
  const { host, address } = published;
  if (["127.0.0.1", "0.0.0.0", "::1", "::"].includes(address)) return `http://localhost:${host}`;
  return `http://${address.includes(":") ? `[${address}]` : address}:${host}`;
}
