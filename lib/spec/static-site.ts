import { nginxCommand, nginxConfFile, nginxProbe } from "../nginx/directives";
import { staticSiteConf } from "../nginx/static-site-conf";
import { nginxTemporaryMiB } from "../tuning/nginx";
import type { CheckedService } from "../validation/service";
import type { CheckedStaticSite } from "../validation/static-site";
import { temporaryFolder } from "./defaults";
import type { FileSource, ImageSource, Scratch, ServiceSpec } from "./service-spec";

export const staticSiteSpec = (name: string, checked: CheckedStaticSite): ServiceSpec =>
  nginxSpec(
    name,
    "StaticSite",
    checked.image,
    checked.service,
    { path: nginxConfFile, content: staticSiteConf(checked) },
    [],
  );

/** An nginx with a generated configuration, for sites and edges. */
export function nginxSpec(
  name: string,
  component: string,
  image: ImageSource,
  service: CheckedService,
  conf: FileSource,
  scratch: Scratch[],
): ServiceSpec {
  return {
    name,
    component,
    image,
    ...nginxCommand,
    environment: {},
    files: [conf],
    limits: service.limits,
    // The official image's nginx; it needs no capability, not even for port 80.
    user: "101:101",
    // The master process reaps its workers itself.
    init: false,
    scratch: [temporaryFolder(nginxTemporaryMiB(service.limits)), ...scratch],
    volumes: [],
    health: { ...service.health, command: nginxProbe },
    // Graceful: requests in flight are finished.
    stop: { signal: "SIGQUIT", graceMs: service.graceMs },
    ports: service.ports,
  };
}
