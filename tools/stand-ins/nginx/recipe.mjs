// Stand-in for the official nginx image (alpine flavour): busybox is its only shell and tool box.

import { join } from "node:path";
import { debianLayer } from "../debian.mjs";

const here = import.meta.dirname;

export const nginx = {
  wants: "1.30.6",
  folders: [here],
  revision: 2,
  async build() {
    const layer = await debianLayer("nginx", {
      suite: "forky",
      variant: "extract",
      packages: ["base-files", "netbase", "tzdata", "ca-certificates", "busybox-static", "gettext-base", "nginx"],
      customize: join(here, "after.sh"),
      inputs: [join(here, "files")],
      reported: ["nginx", "busybox-static"],
    });
    const version = layer.facts.versions.nginx;
    return {
      version,
      label: `not the official nginx image: nginx ${version} and busybox ${layer.facts.versions["busybox-static"]} from Debian forky`,
      layers: [{ file: layer.file, what: `Debian forky with nginx ${version}` }],
      config: {
        Env: [
          "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          `NGINX_VERSION=${version.replace(/-.*/, "")}`,
          "PKG_RELEASE=1",
          "DYNPKG_RELEASE=1",
        ],
        Entrypoint: ["/docker-entrypoint.sh"],
        Cmd: ["nginx", "-g", "daemon off;"],
        ExposedPorts: { "80/tcp": {} },
        StopSignal: "SIGQUIT",
      },
    };
  },
};
