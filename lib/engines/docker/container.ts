import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { logRotation } from "../../spec/defaults";
import type { ContainerSpec, ServiceSpec } from "../../spec/service-spec";
import { attemptLabel } from "./attempt";
import { containerOptions } from "./container-options";
import { cpuLimit, cpuShares } from "./cpu";
import { apiVersion } from "./engine";
import { renderFiles } from "./files";
import { hardening } from "./hardening";
import { health } from "./health";
import { containerHooks, type HostCheck } from "./hooks";
import { renderImage, type RenderedImage } from "./image";
import { memoryLimit } from "./memory";
import { engineName, labels, type Role } from "./names";
import { hasPidsLimit, pidsLabel } from "./pids";
import { ports } from "./ports";
import { renderSource } from "./source";
import { renderVolumes } from "./volumes";

/** Properties of the provider's container that a user sets over the component's own, last. */
export type ContainerOverrides = Partial<docker.ContainerArgs>;

/** Where a service runs: its network, what it waits for, and the user's own properties. */
export interface Surroundings {
  network: docker.Network;
  dependsOn?: pulumi.Input<pulumi.Resource>[] | undefined;
  overrides?: ContainerOverrides | undefined;
  /** Asked before anything changes, in the preview too. */
  hostCheck?: HostCheck;
}

/** A service on the engine. */
export interface RenderedService {
  container: docker.Container;
  /** The image, for what runs beside the service. */
  image: RenderedImage;
}

/** A service: runs for ever, is probed, restarted, and waited for until it is healthy. */
export function renderService(parent: pulumi.Resource, spec: ServiceSpec, around: Surroundings): RenderedService {
  const image = renderImage(parent, spec);
  const probe = pulumi.output(apiVersion()).apply((version) => health(spec.health, version));
  const args: docker.ContainerArgs = {
    ...commonArgs(parent, spec, "service", image, around.network, attemptLabel(engineName(spec.name), hasPidsLimit)),
    name: engineName(spec.name),
    restart: "unless-stopped",
    healthcheck: probe.healthcheck,
    wait: probe.wait,
    waitTimeout: probe.waitTimeout,
    ...ports(spec.ports),
    stopSignal: spec.stop.signal,
    stopTimeout: Math.ceil(spec.stop.graceMs / 1000),
    // Trap killed-at-once: without it the provider stops with no grace at all, whatever stopTimeout says.
    destroyGraceSeconds: Math.ceil(spec.stop.graceMs / 1000),
    ...around.overrides,
  };
  const hooks = containerHooks(engineName(spec.name), spec, around.hostCheck);
  const container = new docker.Container(`${spec.name}-container`, args, {
    parent,
    ...containerOptions,
    hooks,
    dependsOn: around.dependsOn,
  });
  return { container, image };
}

/** What a service and a task have in common. `more` are labels that are read from the engine. */
export function commonArgs(
  parent: pulumi.Resource,
  spec: ContainerSpec,
  role: Role,
  image: RenderedImage,
  network: docker.Network,
  more: Promise<Record<string, string>>,
) {
  const files = renderFiles(parent, spec, image);
  const source = renderSource(parent, spec, image);
  return {
    image: image.id,
    entrypoints: spec.entrypoint,
    command: spec.command,
    envs: environment(spec.environment),
    labels: pulumi.output(more).apply((read) =>
      labels(spec, role, {
        [pidsLabel]: String(spec.limits.pids),
        "plimsoll.version": image.version,
        ...files.labels,
        ...read,
      }),
    ),
    ...cpuLimit(spec.limits.cpus),
    cpuShares: cpuShares(spec.limits.cpusReserved),
    ...memoryLimit(spec.limits),
    ...hardening(spec),
    volumes: [...renderVolumes(parent, spec), ...files.mounts, ...source.volumes],
    mounts: source.mounts,
    // Trap lost-network: by name, a network made anew leaves its containers detached and the preview clean.
    networksAdvanced: [{ name: network.id, aliases: [spec.name] }],
    logDriver: "json-file",
    logOpts: { "max-size": logRotation.maxSize, "max-file": logRotation.maxFiles },
  };
}

/** Sorted, so that the order of a program's object never replaces a container. */
const environment = (values: ContainerSpec["environment"]): pulumi.Output<string>[] =>
  Object.keys(values)
    .toSorted()
    .map((name) => pulumi.interpolate`${name}=${values[name]}`);
