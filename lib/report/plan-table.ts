import type { HostView, ViewedService } from "../plan/host-view";
import { formatCpus } from "../units/cpus";
import { formatMemory } from "../units/memory";
import { textTable } from "./table";

/** The host, what each service gets of it and why, and what is left. */
export function planTable({ host, services, leftMiB, contradictions }: HostView, width?: number): string {
  const table = textTable(
    [
      { heading: "SERVICE" },
      { heading: "COMPONENT" },
      { heading: "MEMORY", right: true },
      { heading: "MIN", right: true },
      { heading: "IDEAL", right: true },
      { heading: "MAX", right: true },
      { heading: "CPUS", right: true },
      { heading: "SURE", right: true },
      { heading: "WHY", stretch: 1 },
    ],
    services.map((service) => [
      service.name,
      service.component,
      formatMemory(service.memoryMiB),
      ...bounds(service),
      String(service.cpus),
      service.sureCpus.toFixed(2),
      service.reason,
    ]),
    width,
  );
  return [
    `Host: ${formatCpus(host.cpus)}, ${formatMemory(host.memoryMiB)} of memory, ${formatMemory(host.reserveMiB)} of it kept for the system and its page cache`,
    "",
    table,
    "",
    leftMiB < 0
      ? `${formatMemory(-leftMiB)} too much`
      : leftMiB === 0
        ? "nothing left"
        : `${formatMemory(leftMiB)} left`,
    "CPUS: at most. SURE: what it has when every service wants all it may use.",
    ...contradictions.flatMap((contradiction) => ["", `✗ ${contradiction}`]),
  ].join("\n");
}

const bounds = ({ minimumMiB, idealMiB, maximumMiB }: ViewedService): string[] =>
  [minimumMiB, idealMiB, maximumMiB].map((mib) => (mib === undefined ? "-" : formatMemory(mib)));
