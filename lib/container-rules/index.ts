// Rules over containers as a program asks the provider for them: pure, and for any `docker.Container`.

import { noHostFolders, noHostNamespaces } from "./host-access";
import { healthCheck, pinnedImage, restartPolicy, stopGrace } from "./life";
import { cpuLimit, logRotation, memoryLimit, noSwap } from "./limits";
import {
  engineProfiles,
  inertScratch,
  noCapabilities,
  noDevices,
  noNewPrivileges,
  notPrivileged,
  readOnlyRoot,
} from "./privileges";
import { numericUser } from "./user";
import type { ContainerRule } from "./view";

export { betweenContainers, type NetworkNames } from "./between";
export { publishedBeyondHost, publishedPorts } from "./ports";
export { secretsInEnvironment, type SecretSearch } from "./secrets";
export { containerType, networkType } from "./types";
export { checkContainers, type ContainerFault, type ContainerRule, type ContainerView } from "./view";

/** What keeps an intruder inside, and powerless there. */
export const hardening: readonly ContainerRule[] = [
  numericUser,
  readOnlyRoot,
  noCapabilities,
  noNewPrivileges,
  notPrivileged,
  noHostNamespaces,
  noHostFolders,
  engineProfiles,
  noDevices,
  inertScratch,
];

/** What keeps one container from taking the host from the others. */
export const limits: readonly ContainerRule[] = [memoryLimit, noSwap, cpuLimit, logRotation];

/** How it starts, is watched and ends. */
export const life: readonly ContainerRule[] = [pinnedImage, healthCheck, restartPolicy, stopGrace];

/** All that holds for each container by itself; secrets and ports need to be told more. */
export const containerRules: readonly ContainerRule[] = [...hardening, ...limits, ...life];
