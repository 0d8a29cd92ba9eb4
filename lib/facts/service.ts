import type { ServiceFacts } from "../plan/service-facts";
import { logRotation } from "../spec/defaults";
import type { ImageSource } from "../spec/service-spec";
import type { SettledSetting } from "../tuning/setting";
import type { CheckedService } from "../validation/service";

/** Where a service stands in its program. */
export interface Standing {
  name: string;
  /** Its class. */
  component: string;
  /** What the names of the containers beside it end with: "files". */
  helpers: readonly string[];
  /** Name of the network it joins. */
  network: string;
  calls: ServiceFacts["calls"];
}

/** Logs of one container at most: three files of 10 MB. */
const logsMiB = Math.ceil((parseInt(logRotation.maxSize) * Number(logRotation.maxFiles) * 1e6) / 1_048_576);

/** What every service declares. `more` is what only this kind of service knows. */
export function serviceFacts(
  standing: Standing,
  {
    service,
    settings,
    image,
  }: { service: CheckedService; settings: readonly SettledSetting[]; image?: ImageSource | string },
  more: Partial<ServiceFacts> & Pick<ServiceFacts, "processes">,
): ServiceFacts {
  const { name, component, network, calls } = standing;
  const { limits, ports, graceMs, health, acknowledged } = service;
  return {
    name,
    component,
    network,
    calls,
    helpers: standing.helpers.map((helper) => `${name}-${helper}`),
    acknowledged,
    limits,
    settings,
    ports,
    graceMs,
    drainMs: 0,
    patienceMs: health.startPeriodMs + health.retries * health.intervalMs,
    recoveryMs: 0,
    ...madeImage(image),
    ...more,
    disk: [...(more.disk ?? []), { what: "logs", mib: logsMiB * (1 + standing.helpers.length) }],
  };
}

/** Components that always take their image by name say its name alone. */
function madeImage(image: ImageSource | string | undefined): Pick<ServiceFacts, "image"> {
  if (image === undefined || typeof image === "string" || !("build" in image)) return {};
  const { context, generated } = image.build;
  if (generated === undefined) return {};
  const { kept: sent, dockerfile, reasons } = generated;
  return { image: { context, sent, dockerfile, reasons } };
}
