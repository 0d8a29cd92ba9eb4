import type { StaticSiteArgs } from "../components/static-site";
import { usualUser } from "../images/bases";
import { nginxUser } from "../spec/defaults";
import type { ImageSource } from "../spec/service-spec";
import { tuneSite } from "../tuning/nginx";
import { tuneNode } from "../tuning/node";
import type { SettledSetting } from "../tuning/setting";
import { checkImage } from "./build";
import { Checks } from "./checks";
import { checkLive, checkMode, ownerOf, type Live } from "./development";
import type { Fault } from "./fault";
import { nodeTuningDefaults } from "./node-service";
import { checkPromises } from "./promises";
import { checkService, type CheckedService, type ServiceDefaults } from "./service";

export const staticSiteDefaults: ServiceDefaults = {
  memory: "64MiB",
  cpus: 0.5,
  leastMemoryMiB: 32,
  leastMemoryWhy: "nginx needs for its buffers",
  health: { interval: "30s", timeout: "5s", startPeriod: "15s", retries: 3 },
  stopGrace: "15s",
};

/** In development its builder's server runs in place of nginx, and reads all sources before it answers. */
export const liveSiteDefaults: ServiceDefaults = {
  ...staticSiteDefaults,
  memory: "512MiB",
  cpus: 1,
  leastMemoryMiB: 128,
  leastMemoryWhy: "a builder's server needs",
  health: { interval: "15s", timeout: "5s", startPeriod: "60s", retries: 4 },
};

export interface CheckedStaticSite {
  service: CheckedService;
  image: ImageSource;
  port: number;
  root: string;
  hashedPath: string;
  singlePage: boolean;
  settings: SettledSetting[];
  /** Numeric user and group. */
  user: string;
  /** What runs in place of nginx, in development. */
  live: Live | undefined;
}

export function validateStaticSite(
  name: string,
  args: StaticSiteArgs,
): { checked: CheckedStaticSite; faults: Fault[]; warnings: Fault[] } {
  const checks = new Checks();
  checks.serviceName(name);
  const port = checks.port("port", args.port ?? 3000);
  const develops = checkMode(checks, args.mode);
  const service = checkService(checks, args, develops ? liveSiteDefaults : staticSiteDefaults, port);
  checkPromises(checks, args.acknowledge, [], {});
  const user = develops ? ownerOf(args.build, usualUser) : nginxUser;
  const development = develops ? { port, debug: false } : undefined;
  const made = checkImage(checks, args, { kind: "site", root: args.root, user, development });
  const { image, live } = develops ? checkLive(checks, args.build, made, undefined) : { image: made, live: undefined };
  const built = "build" in image ? image.build.generated : undefined;
  return {
    faults: checks.faults,
    warnings: checks.warnings,
    checked: {
      service,
      port,
      image,
      root: checkPath(checks, "root", args.root ?? "/usr/share/nginx/html"),
      hashedPath: checkHashedPath(checks, args.hashedPath ?? built?.hashedPath ?? "/assets/"),
      singlePage: args.singlePage ?? true,
      settings: develops ? tuneNode({ ...service.limits, ...nodeTuningDefaults }) : tuneSite(service.limits),
      user,
      live,
    },
  };
}

function checkHashedPath(checks: Checks, hashedPath: string): string {
  if (hashedPath === "/") {
    checks.add(
      "hashedPath",
      `"/" would keep the page itself for a year`,
      'write the folder of the hashed files, such as "/assets/"',
    );
  }
  return checkPath(checks, "hashedPath", hashedPath);
}

/** What goes into a configuration must not be able to end a directive. */
export function checkPath(checks: Checks, path: string, value: string): string {
  if (!/^\/[\w./~-]*$/.test(value)) {
    checks.add(path, `"${value}" is not a path`, "write one that begins with a slash, of letters, digits and . _ ~ -");
  }
  return value;
}
