import type { Route } from "../spec/route";
import { valueOf, type SettledSetting } from "../tuning/setting";
import { indented, nginxPrelude, securityHeaders } from "./directives";

/** What an edge serves. */
export interface EdgeConf {
  port: number;
  routes: readonly Route[];
  /** Size of the folder in which bodies of requests wait. */
  temporaryMiB: number;
  settings: readonly SettledSetting[];
}

/** Folder of the cache, a file system in memory. */
export const cacheFolder = "/var/cache/nginx";

/** nginx.conf of an edge. The longest prefix wins, whatever the order of the routes. */
export function edgeConf({ port, routes, temporaryMiB, settings }: EdgeConf): string {
  const value = (name: string): string => String(valueOf(settings, name));
  // In the order of paths, so that the order of a program's list never makes another file, and another container.
  const ordered = routes.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const upstreams = [...new Map(ordered.map((route) => [upstreamName(route), route])).values()];
  const cached = valueOf(settings, "max_size") !== undefined && routes.some(({ cache }) => cache);
  return `${nginxPrelude(settings)}
  # Docker's own name server: an upstream that was replaced is found again under its new address.
  resolver 127.0.0.11 valid=2s ipv6=off;
${cached ? cacheZone(value("keys_zone"), value("max_size")) : ""}
  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
${upstreams.map((route) => upstream(route, value("keepalive"))).join("")}
  server {
    listen ${port};
    client_max_body_size ${Math.max(1, ...routes.map(({ maxBodyMiB }) => maxBodyMiB))}m;
    proxy_http_version 1.1;
    proxy_connect_timeout 2s;
    proxy_buffer_size ${value("proxy_buffer_size")};
    proxy_buffers ${value("proxy_buffers")};
    proxy_max_temp_file_size ${value("proxy_max_temp_file_size")};
${ordered.map((route) => location(route, cached, temporaryMiB)).join("")}  }
}
`;
}

const cacheZone = (keysMiB: string, sizeMiB: string): string => `
  proxy_cache_path ${cacheFolder} levels=1:2 keys_zone=answers:${keysMiB}m max_size=${sizeMiB}m inactive=10m use_temp_path=off;
  # Whoever shows credentials is served by the origin and never from another one's answers.
  map "$http_authorization$http_cookie" $has_credentials {
    default 1;
    '' 0;
  }
`;

const upstreamName = ({ service, port }: Route): string => `${service}_${port}`.replaceAll("-", "_");

const upstream = (route: Route, keepalive: string): string => `
  upstream ${upstreamName(route)} {
    zone ${upstreamName(route)} 64k;
    server ${route.service}:${route.port} resolve max_fails=0;
    keepalive ${keepalive};
  }
`;

function location(route: Route, cached: boolean, temporaryMiB: number): string {
  const caching = cached && route.cache;
  const lines = [
    `proxy_pass http://${upstreamName(route)}${route.stripPrefix ? "/" : ""};`,
    ...forwardedHeaders(route),
    `proxy_read_timeout ${route.readTimeoutSeconds}s;`,
    `proxy_send_timeout ${route.readTimeoutSeconds}s;`,
    `client_max_body_size ${route.maxBodyMiB}m;`,
    // A body that may be larger than the folder in memory goes straight to the service.
    ...(route.maxBodyMiB > temporaryMiB / 4 ? ["proxy_request_buffering off;"] : []),
    ...(route.compress ? [] : ["gzip off;"]),
    ...(caching ? cachingLines : []),
    ...securityHeaders,
  ];
  // "^~": no regex location may ever shadow a proxied prefix.
  return `
    location ^~ ${route.path} {
${indented(6, lines)}
    }
`;
}

/** Only what the origin declares fresh is kept; one request refreshes it while the others get the old answer. */
const cachingLines = [
  "proxy_cache answers;",
  'proxy_cache_key "$scheme$http_host$request_uri";',
  "proxy_cache_bypass $has_credentials;",
  "proxy_no_cache $has_credentials;",
  "proxy_cache_revalidate on;",
  "proxy_cache_background_update on;",
  "proxy_cache_lock on;",
  "add_header X-Cache-Status $upstream_cache_status always;",
];

/** What the service may believe about its client. At the edge nothing that the client says about itself is passed on. */
const forwardedHeaders = ({ webSocket, compress }: Route): string[] => [
  "proxy_set_header Host $http_host;",
  "proxy_set_header X-Real-IP $remote_addr;",
  "proxy_set_header X-Forwarded-For $remote_addr;",
  "proxy_set_header X-Forwarded-Host $http_host;",
  "proxy_set_header X-Forwarded-Proto $scheme;",
  'proxy_set_header Forwarded "";',
  // One stored answer serves all clients, compressed here for those who can read it.
  ...(compress ? ['proxy_set_header Accept-Encoding "";'] : []),
  ...(webSocket
    ? ["proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;"]
    : ['proxy_set_header Connection "";']),
];
