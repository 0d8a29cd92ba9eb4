import { nodeOptions } from "../tuning/node";
import type { Live } from "../validation/development";
import type { CheckedStaticSite } from "../validation/static-site";
import { temporaryFolder } from "./defaults";
import { modeEnvironment, nodeProbe } from "./node-service";
import type { ServiceSpec } from "./service-spec";

/** A site in development: its builder's own server in place of nginx. */
export function liveSiteSpec(name: string, checked: CheckedStaticSite, live: Live): ServiceSpec {
  const { image, service, port } = checked;
  const args = "build" in image ? image.build.args : undefined;
  return {
    name,
    component: "StaticSite",
    image,
    ...(live.command === undefined ? {} : { command: live.command }),
    environment: {
      // What a build reads as build arguments, the server reads when it starts.
      ...args,
      // Vite answers to names of hosts that it knows only. Through an edge it is asked by the edge's.
      __VITE_ADDITIONAL_SERVER_ALLOWED_HOSTS: name,
      ...live.environment,
      ...modeEnvironment(live),
      NODE_OPTIONS: nodeOptions(checked.settings),
      PORT: String(port),
    },
    files: [],
    limits: service.limits,
    user: checked.user,
    init: true,
    scratch: [temporaryFolder(32)],
    volumes: [],
    source: live.source,
    health: { ...service.health, command: nodeProbe(port, "/") },
    stop: { signal: "SIGTERM", graceMs: service.graceMs },
    ports: service.ports,
  };
}
