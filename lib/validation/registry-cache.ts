import type * as pulumi from "@pulumi/pulumi";
import type { RegistryCacheArgs } from "../components/registry-cache";
import { imageTag, pinnedImages } from "../images/pinned";
import { defaultKeepHours, registryPort, tuneRegistry } from "../tuning/registry";
import type { SettledSetting } from "../tuning/setting";
import { Checks } from "./checks";
import type { Fault } from "./fault";
import { checkPromises } from "./promises";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const registryCacheDefaults: ServiceDefaults = {
  memory: "128MiB",
  cpus: 1,
  leastMemoryMiB: 32,
  leastMemoryWhy: "the registry needs for a few transfers at once",
  // What nothing refers to is removed before it answers: seconds, and more of them on a slow disk.
  health: { interval: "15s", timeout: "3s", startPeriod: "60s", retries: 3 },
  stopGrace: "15s",
};

export interface CheckedRegistryCache {
  service: CheckedService;
  image: string;
  /** The registry that it is a mirror of. */
  upstream: string | undefined;
  credentials: { username: pulumi.Input<string>; password: pulumi.Input<string> } | undefined;
  storageMiB: number | undefined;
  settings: SettledSetting[];
  /** What stands before the names of its images, for the engine that it runs on. */
  host: string | undefined;
}

export function validateRegistryCache(
  name: string,
  args: RegistryCacheArgs,
): { checked: CheckedRegistryCache; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const service = checkService(checks, args, registryCacheDefaults, registryPort);
  const image = args.image ?? pinnedImages.registry;
  checkVersion(checks, image);
  const upstream = checkUpstream(checks, args);
  const keepMs = args.keep === undefined ? undefined : checks.duration("keep", args.keep, { minimumMs: 3_600_000 });
  const keepHours = keepMs === undefined ? defaultKeepHours : Math.ceil(keepMs / 3_600_000);
  const storageMiB = args.storage === undefined ? undefined : checks.memory("storage", args.storage);
  checkOpen(checks, args, service);
  const { memoryMiB } = service.limits;
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: {
      service,
      image,
      upstream,
      credentials: args.credentials,
      storageMiB,
      settings: tuneRegistry({ memoryMiB, mirror: upstream !== undefined, keepHours }),
      host: hostOf(service),
    },
  };
}

/** Only the newest series is mended (distribution/distribution #4862). */
function checkVersion(checks: Checks, image: string): void {
  const remedy = `write an official image of 3.1.1 or newer with its version, such as "${pinnedImages.registry}"`;
  const [, ...found] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(imageTag(image) ?? "") ?? [];
  if (found.length === 0) {
    checks.add("image", `"${image}" carries no whole version`, remedy);
    return;
  }
  const [major = 0, minor = 0, patch = 0] = found.map(Number);
  if (major * 1e6 + minor * 1e3 + patch >= 3_001_001) return;
  const problem = `registry ${found.join(".")} has known holes: it sends a mirror's password to whom its upstream names, and deletes tags though it must not`;
  checks.add("image", problem, remedy);
}

/** The root of a registry. Whatever else an address may hold, distribution leaves out or takes for a part of names. */
function checkUpstream(checks: Checks, { upstream, credentials, keep }: RegistryCacheArgs): string | undefined {
  if (upstream === undefined) {
    const needless = Object.entries({ credentials, keep }).filter(([, value]) => value !== undefined);
    for (const [path] of needless) {
      checks.add(path, "is for a mirror, and there is no upstream", "write upstream too, or leave it out");
    }
    return undefined;
  }
  const remedy = 'write the address of a registry alone, such as "https://registry-1.docker.io" for Docker Hub';
  const url = typeof upstream === "string" && URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    checks.add("upstream", `"${upstream}" is not an address of HTTP`, remedy);
  } else if (url.username !== "" || url.password !== "") {
    checks.add("upstream", "holds a password, which everybody could read", "write it into credentials");
  } else if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    checks.add("upstream", `"${upstream}" names more than a registry, and a mirror is of a whole one`, remedy);
  } else if (["docker.io", "hub.docker.com", "index.docker.io"].includes(url.hostname)) {
    checks.add("upstream", `"${upstream}" is a page for people`, 'write "https://registry-1.docker.io"');
  } else return url.origin;
  return undefined;
}

const promises = { closed: "only its host and its network reach a registry that asks for no password" };

/** Whoever reaches it could put a layer of his own into everybody's next image. */
function checkOpen(checks: Checks, { acknowledge }: RegistryCacheArgs, { ports }: CheckedService): void {
  const [published] = ports;
  const open = published !== undefined && !isLoopback(published.address);
  const problem = `"${published?.address ?? ""}" lets others in, and it asks for no password and speaks no TLS`;
  const remedy = "leave it out, so that only this host reaches it";
  checkPromises(
    checks,
    acknowledge,
    open ? [{ promise: "closed", path: "publishAddress", problem, remedy }] : [],
    promises,
  );
}

const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

/** Engines speak to 127.0.0.0/8 without TLS, and to no other address (unless their own configuration says so). */
function hostOf({ ports }: CheckedService): string | undefined {
  const [published] = ports;
  if (published === undefined) return undefined;
  const { address, host } = published;
  if (address.startsWith("127.")) return `${address}:${host}`;
  return address === "0.0.0.0" ? `127.0.0.1:${host}` : undefined;
}
