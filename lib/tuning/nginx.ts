import { settle, type SettledSetting, type Setting } from "./setting";

/** What nginx may use. */
export interface NginxLimits {
  memoryMiB: number;
  cpus: number;
}

export const nginxSettings: Setting<NginxLimits>[] = [
  {
    name: "worker_processes",
    from: ["cpus"],
    value: ({ cpus }) => Math.max(1, Math.ceil(cpus)),
    reason: "one for each CPU of the limit; `auto` would count the host's CPUs, not the quota",
    source: "nginx manual, core module; observed on the official image",
  },
  {
    name: "worker_connections",
    from: ["memoryMiB"],
    value: ({ memoryMiB }) => Math.min(4096, Math.max(256, memoryMiB * 8)),
    reason: "eight for each MiB of the limit: a proxied connection holds two and a few buffers of 8 KiB",
    source: "nginx manual, events module",
  },
  {
    name: "keepalive_timeout",
    unit: "s",
    from: [],
    value: () => 65,
    reason: "longer than the 60 seconds after which browsers and balancers reuse a connection",
    source: "nginx manual, http core module",
  },
  {
    name: "gzip_comp_level",
    from: [],
    value: () => 5,
    reason: "level 6 costs more CPU for half a percent of size; what can be compressed beforehand is",
    source: "h5bp/server-configs-nginx; measured on a 261 KB script",
  },
];

export const tuneNginx = (limits: NginxLimits): SettledSetting[] => settle(nginxSettings, limits);
