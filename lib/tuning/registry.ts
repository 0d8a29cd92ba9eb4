import { settle, type SettledSetting, type Setting } from "./setting";

/** What a registry is given, and what it is for. */
export interface RegistryLimits {
  memoryMiB: number;
  /** Fetches from an upstream what it lacks, instead of taking pushes. */
  mirror: boolean;
  /** How long a mirror keeps what it fetched. */
  keepHours: number;
}

/** What the official image listens on. */
export const registryPort = 5000;

/** Time that transfers get to end after the stop signal. */
export const registryDrainSeconds = 10;

/** A mirror keeps for so long what it fetched, unless told otherwise: distribution's own default. */
export const defaultKeepHours = 168;

export const registrySettings: Setting<RegistryLimits>[] = [
  {
    name: "GOMEMLIMIT",
    place: "environment",
    unit: "MiB",
    from: ["memoryMiB"],
    value: ({ memoryMiB }) => Math.floor(memoryMiB * 0.9),
    reason:
      "Go collects its garbage before the limit instead of being ended at it; layers pass through and are not held",
    source: "Go documentation, A Guide to the Go Garbage Collector",
  },
  {
    name: "http.draintimeout",
    unit: "s",
    from: [],
    value: () => registryDrainSeconds,
    reason: "transfers under way end before a stop; without it the signal ends them at once",
    source: "distribution's configuration reference; seen: exit code 2 without, 0 with it",
  },
  {
    name: "storage.delete.enabled",
    from: ["mirror"],
    value: ({ mirror }) => mirror,
    reason:
      "nobody can delete what others build on, since no password is asked for; a mirror refuses all writes and needs it to forget",
    source: "distribution's configuration reference and its recipe for mirrors",
  },
  {
    name: "storage.maintenance.uploadpurging.age",
    unit: "h",
    from: [],
    value: () => 24,
    reason: "a push that was broken off a day ago is not continued; distribution would keep its parts for a week",
    source: "distribution's configuration reference",
  },
  {
    name: "health.storagedriver.interval",
    unit: "s",
    from: [],
    value: () => 10,
    reason: "a volume that can't be read any more makes it answer 503, and so unhealthy",
    source: "distribution's configuration reference",
  },
  {
    name: "proxy.ttl",
    unit: "h",
    from: ["mirror", "keepHours"],
    value: ({ mirror, keepHours }) => (mirror ? keepHours : undefined),
    reason: "what nobody fetched anew goes after this time: the one bound of a mirror's size",
    source: "distribution's configuration reference",
  },
];

export const tuneRegistry = (limits: RegistryLimits): SettledSetting[] => settle(registrySettings, limits);
