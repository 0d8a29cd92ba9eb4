import type * as docker from "@pulumi/docker";

/** Docker's default period of the CPU scheduler, in microseconds. */
const period = 100_000;

/**
 * Trap cpus-spelling: the provider compares text with what the engine reads back, so "2" against its "2.0" would replace
 * the container on each `up`. Below 0.1 and from 10 on its reader loses digits (0.05 becomes "0.1", 10 becomes "10."):
 * there the quota, which is never read back, says the same.
 */
export function cpuLimit(cpus: number): Pick<docker.ContainerArgs, "cpus" | "cpuPeriod" | "cpuQuota"> {
  if (!survivesReadBack(cpus)) return { cpuPeriod: period, cpuQuota: Math.round(cpus * period) };
  return { cpus: Number.isInteger(cpus) ? cpus.toFixed(1) : String(cpus) };
}

/** The provider prints nine decimals and drops "0"s in pairs; N.0x with a lone second decimal is what it gets wrong. */
function survivesReadBack(cpus: number): boolean {
  const hundredths = Math.round(cpus * 100);
  const loneSecondDecimal = hundredths % 100 !== 0 && hundredths % 100 < 10;
  return cpus < 10 && !loneSecondDecimal;
}

/** CPU reservation as a weight: 1024 for a CPU, as the engine counts. It binds only when the host is busy. */
export const cpuShares = (cpusReserved: number): number => Math.max(2, Math.round(cpusReserved * 1024));
