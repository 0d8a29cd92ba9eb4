import type { HealthProbe } from "../../spec/service-spec";
import { goDuration } from "./go-duration";

/** From 1.44 of its interface on, the engine probes faster while a container starts (Docker Engine 25). */
const startIntervalSince = 44;

/** How often a starting container is probed. */
const startIntervalMs = 1000;

/** The probe interval where the engine knows no start interval. */
const withoutStartIntervalMs = 3000;

/** A health probe as one engine takes it, and how long to wait for its first success. */
export interface Health {
  healthcheck: Record<string, unknown>;
  wait: true;
  waitTimeout: number;
}

export function health(probe: HealthProbe, apiVersion: number): Health {
  const knowsStartInterval = apiVersion >= startIntervalSince;
  const { command, intervalMs, timeoutMs, startPeriodMs, retries } = knowsStartInterval ? probe : shortened(probe);
  // Trap wait-is-blind: the provider polls until `waitTimeout` and sees neither "unhealthy" nor "exited", so the timeout is
  // what a failing start costs: the start period, then all retries, and a margin for a busy host.
  const worst = startPeriodMs + retries * (intervalMs + timeoutMs);
  return {
    healthcheck: {
      tests: ["CMD", ...command],
      startPeriod: goDuration(startPeriodMs),
      interval: goDuration(intervalMs),
      timeout: goDuration(timeoutMs),
      retries,
      ...(knowsStartInterval ? { startInterval: goDuration(startIntervalMs) } : {}),
    },
    wait: true,
    waitTimeout: Math.ceil(worst / 1000) + 15,
  };
}

/**
 * Trap start-interval: older engines refuse it and probe first after a whole interval, so that a service asked every
 * 30 s counts as unhealthy for 30 s, and so does all that waits for it. There the interval is shortened, with so many
 * more retries that a probe which hangs is noticed after the same time, and one which fails at once no later.
 */
function shortened(probe: HealthProbe): HealthProbe {
  const intervalMs = Math.min(probe.intervalMs, withoutStartIntervalMs);
  const retries = Math.ceil((probe.retries * (probe.intervalMs + probe.timeoutMs)) / (intervalMs + probe.timeoutMs));
  return { ...probe, intervalMs, retries };
}
