// Stand-in for the official registry image: its program from Go modules, since Debian's is of the series before; busybox
// is its only shell and tool box, as in the official one.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Advice, run, step } from "../../console.mjs";
import { debianLayer } from "../debian.mjs";
import { fingerprint, kept } from "../kept.mjs";
import { packTree } from "../tree.mjs";

const here = import.meta.dirname;
const version = "3.1.2";
const sources = ["go.mod", "go.sum", "main.go"];
const canonical = "github.com/distribution/distribution/v3";

/** /bin/registry, built from the modules that go.sum vouches for. */
const programLayer = () =>
  kept(
    "registry-program",
    fingerprint(
      sources.map((file) => join(here, file)),
      version,
    ),
    (file) =>
      step(`registry: distribution ${version} from Go modules`, async () => {
        const work = mkdtempSync(join(dirname(file), ".registry-"));
        // C is not needed, a workspace or flags of the user's could only change what is pinned, and go.sum must stay as it is.
        const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" };
        const flags = `-s -w -X ${canonical}/version.version=${version}`;
        try {
          await run("go", ["version"], { env }).catch(() => {
            throw new Advice(
              "the stand-in for registry is built with Go, which is not there",
              "install Go 1.21 or newer, which fetches the version it needs",
            );
          });
          // Debian's /bin leads here.
          const program = join(work, "layer", "usr", "bin", "registry");
          mkdirSync(dirname(program), { recursive: true });
          await run("go", ["build", "-trimpath", "-ldflags", flags, "-o", program, "."], {
            cwd: here,
            env,
            beat: 600_000,
          });
          await packTree(join(work, "layer"), file);
        } finally {
          rmSync(work, { recursive: true, force: true });
        }
      }),
  );

export const registry = {
  wants: version,
  folders: [here],
  revision: 1,
  async build() {
    const [base, program] = await Promise.all([
      debianLayer("registry", {
        suite: "trixie",
        variant: "extract",
        packages: ["base-files", "netbase", "ca-certificates", "busybox-static"],
        customize: join(here, "after.sh"),
        inputs: [join(here, "entrypoint.sh"), join(here, "config.yml")],
        reported: ["base-files", "busybox-static"],
      }),
      programLayer(),
    ]);
    return {
      version,
      label: `not the official registry image: distribution ${version} from Go modules on Debian trixie ${base.facts.versions["base-files"]}; stores in folders only`,
      layers: [
        { file: base.file, what: "Debian trixie, unpacked" },
        { file: program.file, what: `distribution ${version}, built from Go modules` },
      ],
      config: {
        Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "OTEL_TRACES_EXPORTER=none"],
        Entrypoint: ["/entrypoint.sh"],
        Cmd: ["/etc/distribution/config.yml"],
        ExposedPorts: { "5000/tcp": {} },
        Volumes: { "/var/lib/registry": {} },
      },
    };
  },
};
