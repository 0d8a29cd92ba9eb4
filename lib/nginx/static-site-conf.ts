import { valueOf, type SettledSetting } from "../tuning/setting";
import { indented, nginxPrelude, securityHeaders } from "./directives";

/** What a static site is served as. */
export interface StaticSiteConf {
  port: number;
  root: string;
  /** Path prefix of files whose names carry a hash of their content. */
  hashedPath: string;
  /** Answers unknown paths with index.html, for pages that route themselves. */
  singlePage: boolean;
  settings: readonly SettledSetting[];
}

/** nginx.conf of a static site. A missing asset is a 404 and never the page; only hashed names are kept for a year. */
export function staticSiteConf({ port, root, hashedPath, singlePage, settings }: StaticSiteConf): string {
  const fallback = singlePage ? "/index.html" : "=404";
  return `${nginxPrelude(settings)}
  open_file_cache ${valueOf(settings, "open_file_cache")};
  open_file_cache_valid 60s;
  gzip_static on;

  server {
    listen ${port};
    root ${root};

    location ${hashedPath} {
      try_files $uri =404;
      add_header Cache-Control "public, max-age=31536000, immutable";
${indented(6, securityHeaders)}
    }

    location ~ /\\. {
      return 404;
    }

    location / {
      try_files $uri $uri/ ${fallback};
      add_header Cache-Control "no-cache";
${indented(6, securityHeaders)}
    }
  }
}
`;
}
