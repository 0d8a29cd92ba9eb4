import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { randomInt } from "node:crypto";
import { renderService } from "../../lib/engines/docker/container";
import { renderNetwork } from "../../lib/engines/docker/network";
import { pinnedImages } from "../../lib/images/pinned";
import type { NetworkSpec } from "../../lib/spec/network-spec";
import type { Limits, ServiceSpec, TaskSpec } from "../../lib/spec/service-spec";

/** Waits for the stop signal and obeys it, which a shell as the first process does not do by itself. */
export const waitForStop = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";

export const limits = (more: Partial<Limits> = {}): Limits => ({
  memoryMiB: 16,
  memoryReservationMiB: 8,
  cpus: 0.5,
  cpusReserved: 0.1,
  pids: 32,
  shmMiB: 64,
  ...more,
});

/** The smallest service: a shell that waits, healthy at its first probe. */
export const shellService = (name: string, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
  name,
  component: "Row",
  image: { reference: pinnedImages.nginx },
  entrypoint: ["sh", "-c"],
  command: [waitForStop],
  environment: {},
  files: [],
  limits: limits(),
  user: "1000:1000",
  init: false,
  scratch: [],
  volumes: [],
  // Patient: the machine of a test may be busy.
  health: { command: ["true"], intervalMs: 1000, timeoutMs: 10_000, startPeriodMs: 2000, retries: 10 },
  stop: { signal: "SIGTERM", graceMs: 5000 },
  ports: [],
  ...more,
});

/** The smallest task: a shell script. */
export const shellTask = (name: string, script: string, more: Partial<TaskSpec> = {}): TaskSpec => ({
  name,
  component: "Row",
  image: { reference: pinnedImages.nginx },
  entrypoint: ["sh", "-c"],
  command: [script],
  environment: {},
  files: [],
  limits: limits(),
  user: "1000:1000",
  init: false,
  scratch: [],
  volumes: [],
  timeoutMs: 20_000,
  ...more,
});

/** A network as a component would ask for it. */
export const plainNetwork = (more: Partial<NetworkSpec> = {}): NetworkSpec => ({
  name: "network",
  subnet: undefined,
  mtu: 1500,
  internal: false,
  masquerade: true,
  interContainer: true,
  ...more,
});

/** What stands where a component would: the parent of what a spec is rendered to. */
export const parent = (name = "specs"): pulumi.ComponentResource =>
  new pulumi.ComponentResource("plimsoll:test:Specs", name);

/** A stack program of services on one network. */
export const servicesProgram =
  (specs: () => readonly ServiceSpec[], network: NetworkSpec = plainNetwork()): PulumiFn =>
  async () => {
    const owner = parent();
    const around = { network: renderNetwork(owner, network) };
    for (const spec of specs()) renderService(owner, spec, around);
  };

/** Ports in ascending order that nobody is likely to listen on: above 20000, below what the kernel gives to clients. */
export const quietPorts = (count: number): number[] => {
  const first = randomInt(20_000, 32_000);
  return Array.from({ length: count }, (_, index) => first + index);
};
