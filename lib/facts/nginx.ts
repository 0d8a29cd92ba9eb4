import type { ServiceFacts } from "../plan/service-facts";
import type { Route } from "../spec/route";
import { valueOf, type SettledSetting } from "../tuning/setting";
import type { CheckedCachingNginx } from "../validation/caching-nginx";
import type { CheckedStaticSite } from "../validation/static-site";
import { liveProcesses } from "./node-service";
import { serviceFacts, type Standing } from "./service";

/** Beside the workers: the master, the cache's manager and loader, a health check. */
const processesOf = (settings: readonly SettledSetting[]): number => Number(valueOf(settings, "worker_processes")) + 4;

export const staticSiteFacts = (standing: Standing, checked: CheckedStaticSite): ServiceFacts =>
  serviceFacts(standing, checked, {
    processes: checked.live === undefined ? processesOf(checked.settings) : liveProcesses,
  });

export const cachingNginxFacts = (
  standing: Standing,
  checked: CheckedCachingNginx,
  routes: readonly Route[],
): ServiceFacts =>
  serviceFacts(standing, checked, {
    processes: processesOf(checked.settings),
    routes: routes.map(({ path, service, maxBodyMiB, readTimeoutSeconds }) => ({
      path,
      service,
      maxBodyMiB,
      readTimeoutMs: readTimeoutSeconds * 1000,
    })),
  });
