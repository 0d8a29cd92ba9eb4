import { nginxCommand, nginxConfFile, nginxProbe } from "../nginx/directives";
import { staticSiteConf } from "../nginx/static-site-conf";
import { nginxTemporaryMiB } from "../tuning/nginx";
import type { CheckedService } from "../validation/service";
import type { CheckedStaticSite } from "../validation/static-site";
import { nginxUser, temporaryFolder } from "./defaults";
import { liveSiteSpec } from "./live-site";
import type { FileSource, ImageSource, Scratch, ServiceSpec } from "./service-spec";

export const staticSiteSpec = (name: string, checked: CheckedStaticSite): ServiceSpec =>
  checked.live === undefined
    ? nginxSpec(
        name,
        "StaticSite",
        checked.image,
        checked.service,
        { path: nginxConfFile, content: staticSiteConf(checked) },
        [],
      )
    : liveSiteSpec(name, checked, checked.live);

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
    user: nginxUser,
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
