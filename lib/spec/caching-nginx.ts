import { nginxConfFile } from "../nginx/directives";
import { cacheFolder } from "../nginx/edge-conf";
import { cacheSlackMiB } from "../tuning/nginx";
import type { CheckedCachingNginx } from "../validation/caching-nginx";
import type { ServiceSpec } from "./service-spec";
import { nginxSpec } from "./static-site";

export function cachingNginxSpec(name: string, checked: CheckedCachingNginx): ServiceSpec {
  const conf = { path: nginxConfFile, content: checked.configuration };
  const cache = { path: cacheFolder, sizeMiB: checked.cacheMiB + cacheSlackMiB, mode: "0700", uid: 101 };
  return nginxSpec(name, "CachingNginx", { reference: checked.image }, checked.service, conf, [cache]);
}
