import type * as docker from "@pulumi/docker";
import type { HealthProbe } from "../../spec/service-spec";
import { goDuration } from "./go-duration";

/** From 1.44 of its interface on, the engine probes faster while a container starts (Docker Engine 25). */
const startIntervalSince = 44;

/** How often a starting container is probed. */
const startIntervalMs = 1000;

/** The probe interval where the engine knows no start interval. */
const withoutStartIntervalMs = 3000;

/**
 * Trap start-interval: older engines refuse it and probe first after a whole interval, so that a service asked every
 * 30 s counts as unhealthy for 30 s, and so does all that waits for it. There the interval is shortened, with as many
 * more retries that a failure is noticed after the same time.
 */
export function healthcheck(health: HealthProbe, apiVersion: number): Record<string, unknown> {
  const { command, intervalMs, timeoutMs, startPeriodMs, retries } = health;
  const common = { tests: ["CMD", ...command], startPeriod: goDuration(startPeriodMs) };
  if (apiVersion >= startIntervalSince) {
    return {
      ...common,
      interval: goDuration(intervalMs),
      timeout: goDuration(timeoutMs),
      retries,
      startInterval: goDuration(startIntervalMs),
    };
  }
  const interval = Math.min(intervalMs, withoutStartIntervalMs);
  return {
    ...common,
    interval: goDuration(interval),
    timeout: goDuration(timeoutMs),
    retries: Math.ceil((retries * intervalMs) / interval),
  };
}

/**
 * Trap wait-is-blind: the provider polls until `waitTimeout` and sees neither "unhealthy" nor "exited", so the timeout is
 * what a failing start costs: the start period, then all retries, and a margin for a busy host.
 */
export function waitForHealth(health: HealthProbe): Pick<docker.ContainerArgs, "wait" | "waitTimeout"> {
  const worst = health.startPeriodMs + health.retries * (health.intervalMs + health.timeoutMs);
  return { wait: true, waitTimeout: Math.ceil(worst / 1000) + 15 };
}
