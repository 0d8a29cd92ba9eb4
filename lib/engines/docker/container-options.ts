import type * as pulumi from "@pulumi/pulumi";

/**
 * Trap silent-edits: changes of these properties report success and change nothing on the engine. Replaced instead, and
 * the old container first: its name and ports are fixed.
 */
export const containerOptions = {
  replaceOnChanges: ["healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota", "mounts"],
  deleteBeforeReplace: true,
  additionalSecretOutputs: ["envs", "uploads"],
} satisfies pulumi.CustomResourceOptions;
