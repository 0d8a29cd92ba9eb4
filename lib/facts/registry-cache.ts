import type { ServiceFacts } from "../plan/service-facts";
import { registryDrainSeconds } from "../tuning/registry";
import type { CheckedRegistryCache } from "../validation/registry-cache";
import { serviceFacts, type Standing } from "./service";

/** Go starts a thread for each call that waits in the kernel, a dozen as a rule; a health check is one more. */
const processesOfRegistry = 32;

export function registryCacheFacts(standing: Standing, checked: CheckedRegistryCache): ServiceFacts {
  const { storageMiB } = checked;
  return serviceFacts(standing, checked, {
    disk: storageMiB === undefined ? [] : [{ what: "data volume", mib: storageMiB }],
    processes: processesOfRegistry,
    drainMs: registryDrainSeconds * 1000,
  });
}
