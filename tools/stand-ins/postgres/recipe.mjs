// Stand-in for the official postgres image (Debian flavour).

import { join } from "node:path";
import { debianLayer } from "../debian.mjs";

const here = import.meta.dirname;
const major = "18";

export const postgres = {
  wants: "18.6",
  folders: [here],
  revision: 2,
  async build() {
    const layer = await debianLayer("postgres", {
      // Testing has this major now and keeps it as the next stable: its patch level moves, its major does not.
      suite: "forky",
      variant: "minbase",
      packages: [
        `postgresql-${major}`,
        "postgresql-common",
        // Otherwise postgresql-common brings all of systemd for one tool.
        "systemd-standalone-tmpfiles",
        "gosu",
        "locales",
        "ca-certificates",
        "xz-utils",
        "zstd",
      ],
      essential: join(here, "before.sh"),
      customize: join(here, "after.sh"),
      inputs: [join(here, "docker-entrypoint.sh")],
      reported: [`postgresql-${major}`, "libc6"],
    });
    const version = layer.facts.versions[`postgresql-${major}`];
    return {
      version,
      label: `not the official postgres image: postgresql-${major} ${version} from Debian forky, without JIT`,
      layers: [{ file: layer.file, what: `Debian forky with postgresql-${major} ${version}` }],
      config: {
        Env: [
          `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/${major}/bin`,
          "LANG=en_US.utf8",
          `PG_MAJOR=${major}`,
          `PG_VERSION=${version}`,
          `PGDATA=/var/lib/postgresql/${major}/docker`,
        ],
        Entrypoint: ["docker-entrypoint.sh"],
        Cmd: ["postgres"],
        ExposedPorts: { "5432/tcp": {} },
        Volumes: { "/var/lib/postgresql": {} },
        StopSignal: "SIGINT",
      },
    };
  },
};
