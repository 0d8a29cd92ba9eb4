// Stand-in for the official python image (slim flavour).

import { join } from "node:path";
import { debianLayer } from "../debian.mjs";

const here = import.meta.dirname;

export const python = {
  // Debian keeps a stable release's patch level and mends holes in it; the official image goes on to newer ones.
  wants: "3.13.5",
  folders: [here],
  revision: 1,
  async build() {
    const layer = await debianLayer("python", {
      suite: "trixie",
      variant: "minbase",
      packages: ["python3.13", "python3.13-venv", "ca-certificates", "tzdata", "netbase"],
      customize: join(here, "after.sh"),
      reported: ["python3.13", "base-files", "libc6"],
    });
    const version = layer.facts.versions["python3.13"];
    return {
      version,
      label: `not the official python image: python3.13 ${version} from Debian trixie, moved to /usr/local`,
      layers: [{ file: layer.file, what: `Debian trixie with python3.13 ${version}` }],
      config: {
        Env: [
          "PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          `PYTHON_VERSION=${version.replace(/-.*/, "")}`,
        ],
        Cmd: ["python3"],
      },
    };
  },
};
