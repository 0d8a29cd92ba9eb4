import { nginxConfFile } from "../nginx/directives";
import { cacheFolder } from "../nginx/edge-conf";
import type { CheckedCachingNginx } from "../validation/caching-nginx";
import type { ServiceSpec } from "./service-spec";
import { nginxSpec } from "./static-site";

export function cachingNginxSpec(name: string, checked: CheckedCachingNginx): ServiceSpec {
  const conf = { path: nginxConfFile, content: checked.configuration };
  // Room for a file that is written while its predecessor is still served.
  const cache = { path: cacheFolder, sizeMiB: checked.cacheMiB + 4, mode: "0700", uid: 101 };
  return nginxSpec(name, "CachingNginx", { reference: checked.image }, checked.service, conf, [cache]);
}
