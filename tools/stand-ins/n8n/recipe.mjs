// Stand-in for the official n8n image: busybox is its only shell and tool box, as in the official one.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, step } from "../../console.mjs";
import { debianLayer } from "../debian.mjs";
import { fingerprint, kept } from "../kept.mjs";
import { nodeEnv, nodeLayer, nodeVersion } from "../node/recipe.mjs";

const here = import.meta.dirname;
const version = "2.41.1";
/** Raised by hand when pack.mjs or pruned.mjs changes what the image holds. */
const revision = 2;

/** n8n and what it depends on, in the versions of the lock file. */
const n8nLayer = (nodeFile) =>
  kept("n8n-tree", fingerprint([join(here, "package.json"), join(here, "package-lock.json")], revision), (file) =>
    step(`n8n: n8n ${version} and its dependencies from npm`, async () => {
      const work = mkdtempSync(join(dirname(file), ".n8n-"));
      try {
        mkdirSync(join(work, "node"));
        await run("tar", ["--extract", "--file", nodeFile, "--directory", join(work, "node")]);
        const local = join(work, "node", "usr", "local");
        // Its own npm configuration is found from the home folder, not from the checkout that this may run in.
        await run(
          join(local, "bin", "node"),
          [join(here, "pack.mjs"), join(local, "lib/node_modules/npm"), join(here, "package-lock.json"), file],
          { cwd: work, inherit: true, beat: 600_000 },
        );
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    }),
  );

export const n8n = {
  wants: version,
  folders: [here, join(here, "..", "node")],
  revision,
  async build() {
    const programs = nodeLayer();
    const [base, node, tree] = await Promise.all([
      debianLayer("n8n", {
        suite: "trixie",
        variant: "extract",
        packages: [
          "base-files",
          "netbase",
          "tzdata",
          "ca-certificates",
          "busybox-static",
          "libstdc++6",
          "libgcc-s1",
          "tini",
        ],
        customize: join(here, "after.sh"),
        inputs: [join(here, "docker-entrypoint.sh")],
        reported: ["base-files", "tini"],
      }),
      programs,
      programs.then(({ file }) => n8nLayer(file)),
    ]);
    return {
      version,
      label:
        `not the official n8n image: n8n ${version} from npm on Node ${nodeVersion} and Debian trixie ${base.facts.versions["base-files"]}; ` +
        "without git, ssh, graphicsmagick and SQLite",
      layers: [
        { file: base.file, what: "Debian trixie, unpacked" },
        { file: node.file, what: `Node ${nodeVersion}, npm, corepack, yarn from npm` },
        { file: tree.file, what: `n8n ${version} from npm` },
      ],
      config: {
        Env: [...nodeEnv, "NODE_ENV=production", "N8N_RELEASE_TYPE=stable", "SHELL=/bin/sh"],
        User: "node",
        WorkingDir: "/home/node",
        Entrypoint: ["tini", "--", "/docker-entrypoint.sh"],
        ExposedPorts: { "5678/tcp": {} },
      },
    };
  },
};
