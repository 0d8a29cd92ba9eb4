import { expect } from "chai";
import { components, secretValues } from "../support/components";
import { record, redact, type Recorded, type Recording } from "../support/mocks";

/** Every text anywhere in a value. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [key, ...texts(child)]);
}

const visible = (resource: Recorded): string[] => texts(redact(resource.sealed));
const without = ({ inputs }: Recorded, property: string): unknown => ({ ...inputs, [property]: undefined });

/** One test for each container of the kind. */
const each = (found: Recorded[], check: (container: Recorded, inputs: Record<string, unknown>) => void): void => {
  for (const container of found) check(container, container.inputs);
};

for (const [component, build] of Object.entries(components)) {
  describe(`${component} under mocks`, () => {
    let recording: Recording;
    before(async () => {
      recording = await record(build);
    });

    it("registers itself under its own type token", () => {
      expect(recording.ofType(`plimsoll:index:${component}`)).not.to.deep.equal([]);
    });

    it("shows none of its secrets: they are in envelopes wherever they are", () => {
      for (const resource of recording.resources) {
        const seen = secretValues.filter((secret) => visible(resource).some((text) => text.includes(secret)));
        expect(seen, `seen in ${resource.name}`).to.deep.equal([]);
      }
    });

    it("puts secrets into files and nowhere else: no environment, command, label or health check", () => {
      for (const resource of recording.resources) {
        const seen = secretValues.filter((secret) =>
          texts(without(resource, "uploads")).some((text) => text.includes(secret)),
        );
        expect(seen, `in ${resource.name}`).to.deep.equal([]);
      }
    });

    if (component === "ServiceNetwork") return;

    it("brings files in by containers that never start and have no network", () => {
      expect(recording.inRole("files")).not.to.deep.equal([]);
      each(recording.inRole("files"), (container, inputs) => {
        expect(inputs, container.name).to.include({ start: false, mustRun: false, networkMode: "none" });
        expect(container.sealed["uploads"], container.name).to.have.property("4dabf18193072939515e22adb298388d");
        for (const { permissions } of inputs["uploads"] as { permissions: string }[])
          expect(permissions).to.equal("0444");
      });
    });

    it("mounts those files read-only, and is replaced when they change", () => {
      each(recording.inRole("service", "setup"), ({ name }, inputs) => {
        const mounted = (inputs["volumes"] as { volumeName: string; readOnly: boolean }[]).filter(({ volumeName }) =>
          /-files-[0-9a-f]{6}$/.test(volumeName),
        );
        expect(mounted, name).not.to.deep.equal([]);
        for (const { readOnly } of mounted) expect(readOnly, name).to.equal(true);
        const labels = inputs["labels"] as { label: string; value: string }[];
        expect(labels.find(({ label }) => label === "plimsoll.files")?.value, name).to.match(/^id-of-.*-files$/);
      });
    });

    it("takes everything away that a container doesn't need", () => {
      each(recording.inRole("service", "setup"), ({ name }, inputs) => {
        expect(inputs, name).to.include({ readOnly: true, privileged: false });
        expect(inputs["user"], name).to.match(/^[1-9]\d*:[1-9]\d*$/);
        expect(inputs["capabilities"], name).to.deep.equal({ drops: ["ALL"] });
        expect(inputs["securityOpts"], name).to.deep.equal(["no-new-privileges:true"]);
        for (const options of Object.values(inputs["tmpfs"] as Record<string, string>))
          expect(options, name).to.match(/nosuid,nodev,noexec,size=\d+m/);
      });
    });

    it("limits memory without swap, CPUs in the provider's own spelling, and logs", () => {
      each(recording.inRole("service", "setup"), ({ name }, inputs) => {
        expect(inputs["memory"], name).to.be.a("number").and.to.be.above(0);
        expect(inputs["memorySwap"], name).to.equal(inputs["memory"]);
        expect(inputs["memoryReservation"], name).to.be.below(Number(inputs["memory"]));
        expect(inputs["cpus"], name).to.match(/^\d\.\d{1,2}$/);
        expect(inputs["cpuShares"], name).to.be.a("number").and.to.be.above(1);
        expect(inputs, name).to.include({ logDriver: "json-file" });
        expect(inputs["logOpts"], name).to.deep.equal({ "max-size": "10m", "max-file": "3" });
      });
    });

    it("probes, restarts and waits for each service, and stops it with grace", () => {
      expect(recording.inRole("service")).not.to.deep.equal([]);
      each(recording.inRole("service"), ({ name }, inputs) => {
        const { tests, interval, timeout, startPeriod } = inputs["healthcheck"] as Record<string, string>;
        expect(tests?.[0], name).to.equal("CMD");
        for (const duration of [interval, timeout, startPeriod]) expect(duration, name).to.match(/^(\d+m)?\d+s$/);
        expect(inputs, name).to.include({ restart: "unless-stopped", wait: true });
        expect(inputs["waitTimeout"], name).to.be.a("number").and.to.be.above(15);
        expect(inputs["stopSignal"], name).to.match(/^SIG(TERM|INT|QUIT)$/);
        expect(inputs["destroyGraceSeconds"], name).to.equal(inputs["stopTimeout"]);
      });
    });

    it("runs tasks once, and probes and restarts none of them", () => {
      each(recording.inRole("setup"), ({ name }, inputs) => {
        expect(inputs, name).to.include({ restart: "no", mustRun: false });
        expect(inputs, name).not.to.have.any.keys("healthcheck", "wait");
      });
    });

    it("publishes on 127.0.0.1 and nothing that was not asked for", () => {
      const published = recording.containers.flatMap(({ inputs }) => (inputs["ports"] ?? []) as { ip: string }[]);
      expect(published).not.to.deep.equal([]);
      for (const { ip } of published) expect(ip).to.equal("127.0.0.1");
    });

    it("joins the network by its id, under its own name, and publishes no environment out of order", () => {
      each(recording.inRole("service", "setup"), ({ name, inputs }) => {
        const [network, ...others] = inputs["networksAdvanced"] as { name: string; aliases: string[] }[];
        expect(others, name).to.deep.equal([]);
        expect(network?.name, name).to.match(/^id-of-.*-network$/);
        expect(network?.aliases, name).to.deep.equal([name.replace(/-container$/, "")]);
        const envs = inputs["envs"] as string[];
        expect(envs, name).to.deep.equal(envs.toSorted());
      });
    });

    it("starts from an image's id, so that a rebuilt one is taken", () => {
      each(recording.containers, ({ name }, inputs) => {
        expect(inputs["image"], name).to.match(/^sha256:.*-image$/);
      });
    });

    it("replaces the old container first, and where the provider would silently change nothing", () => {
      each(recording.containers, ({ name, options }) => {
        expect(options.deleteBeforeReplace, name).to.equal(true);
        expect(options.replaceOnChanges, name).to.include.members([
          "healthcheck",
          "tmpfs",
          "init",
          "cpuPeriod",
          "cpuQuota",
          "mounts",
        ]);
        expect(options.additionalSecretOutputs, name).to.include.members(["envs", "uploads"]);
      });
    });

    it("never lets go of a volume with data", () => {
      const data = recording
        .ofType("docker:index/volume:Volume")
        .filter(({ inputs }) => inputs["labels"] !== undefined);
      for (const { name, options } of data) {
        expect(options.retainOnDelete, name).to.equal(true);
        expect(options.ignoreChanges, name).to.include.members(["labels", "driver", "driverOpts"]);
      }
    });

    it("labels each container with component, role, service, stack and version", () => {
      each(recording.inRole("service", "setup"), ({ name }, inputs) => {
        const labels = (inputs["labels"] as { label: string }[]).map(({ label }) => label);
        expect(labels, name).to.deep.equal(labels.toSorted());
        expect(labels, name).to.include.members([
          "plimsoll.component",
          "plimsoll.role",
          "plimsoll.service",
          "plimsoll.stack",
          "plimsoll.version",
        ]);
      });
    });
  });
}
