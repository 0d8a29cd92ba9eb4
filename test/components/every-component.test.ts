import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { components, secretValues } from "../support/components";
import type { TestResource, TestStack } from "plimsoll/testing";
import { inRole, run } from "../support/stacks";

/** Paths of every text in a value that holds one of the secrets. */
function secretPlaces(value: unknown, path = ""): string[] {
  if (typeof value === "string") return secretValues.some((secret) => value.includes(secret)) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretPlaces(item, `${path}[${index}]`));
  return Object.entries(value).flatMap(([key, child]) => secretPlaces(child, path === "" ? key : `${path}.${key}`));
}

/** One check for each container of the kind. */
const each = (
  found: readonly TestResource[],
  check: (container: TestResource, inputs: TestResource["inputs"]) => void,
): void => {
  for (const container of found) check(container, container.inputs);
};

for (const [component, build] of Object.entries(components)) {
  describe(`${component} under mocks`, () => {
    let stack: TestStack;
    before(async () => {
      stack = await run<unknown>(build);
    });

    it("registers itself under its own type token", () => {
      expect(stack.all(`plimsoll:index:${component}`)).not.to.deep.equal([]);
    });

    it("shows none of its secrets: what holds one is secret, and a file", () => {
      for (const { name, inputs, secrets } of stack.resources) {
        const places = secretPlaces(inputs);
        expect(secrets, name).to.include.members(places);
        expect(
          places.filter((place) => !/^uploads\[\d+\]\.content$/.test(place)),
          name,
        ).to.deep.equal([]);
      }
    });

    if (component === "ServiceNetwork") return;

    it("brings files in by containers that never start and have no network", () => {
      expect(inRole(stack, "files")).not.to.deep.equal([]);
      each(inRole(stack, "files"), (container, inputs) => {
        expect(inputs, container.name).to.include({ start: false, mustRun: false, networkMode: "none" });
        for (const [index, { permissions }] of (inputs["uploads"] as { permissions: string }[]).entries()) {
          expect(permissions).to.equal("0444");
          expect(container.secrets, container.name).to.include(`uploads[${index}].content`);
        }
      });
    });

    it("mounts those files read-only, and is replaced when they change", () => {
      each(inRole(stack, "service", "setup"), ({ name }, inputs) => {
        const mounted = (inputs["volumes"] as { volumeName: string; readOnly: boolean }[]).filter(({ volumeName }) =>
          /-files-[0-9a-f]{6}$/.test(volumeName),
        );
        expect(mounted, name).not.to.deep.equal([]);
        for (const { readOnly } of mounted) expect(readOnly, name).to.equal(true);
        const labels = inputs["labels"] as { label: string; value: string }[];
        expect(labels.find(({ label }) => label === "plimsoll.files")?.value, name).to.match(/-files-id$/);
      });
    });

    it("takes everything away that a container doesn't need", () => {
      each(inRole(stack, "service", "setup"), ({ name }, inputs) => {
        expect(inputs, name).to.include({ readOnly: true, privileged: false });
        expect(inputs["user"], name).to.match(/^[1-9]\d*:[1-9]\d*$/);
        expect(inputs["capabilities"], name).to.deep.equal({ drops: ["ALL"] });
        expect(inputs["securityOpts"], name).to.deep.equal(["no-new-privileges:true"]);
        for (const options of Object.values(inputs["tmpfs"] as Record<string, string>))
          expect(options, name).to.match(/nosuid,nodev,noexec,size=\d+m/);
      });
    });

    it("limits memory without swap, CPUs in the provider's own spelling, and logs", () => {
      each(inRole(stack, "service", "setup"), ({ name }, inputs) => {
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
      expect(inRole(stack, "service")).not.to.deep.equal([]);
      each(inRole(stack, "service"), ({ name }, inputs) => {
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
      each(inRole(stack, "setup"), ({ name }, inputs) => {
        expect(inputs, name).to.include({ restart: "no", mustRun: false });
        expect(inputs, name).not.to.have.any.keys("healthcheck", "wait");
      });
    });

    it("publishes on 127.0.0.1 and nothing that was not asked for", () => {
      const published = stack
        .all(docker.Container)
        .flatMap(({ inputs }) => (inputs["ports"] ?? []) as { ip: string }[]);
      expect(published).not.to.deep.equal([]);
      for (const { ip } of published) expect(ip).to.equal("127.0.0.1");
    });

    it("joins the network by its id, under its own name, and publishes no environment out of order", () => {
      each(inRole(stack, "service", "setup"), ({ name, inputs }) => {
        const [network, ...others] = inputs["networksAdvanced"] as { name: string; aliases: string[] }[];
        expect(others, name).to.deep.equal([]);
        expect(network?.name, name).to.match(/-network-id$/);
        expect(network?.aliases, name).to.deep.equal([name.replace(/-container$/, "")]);
        const envs = inputs["envs"] as string[];
        expect(envs, name).to.deep.equal(envs.toSorted());
      });
    });

    it("starts from an image's id, so that a rebuilt one is taken", () => {
      each(stack.all(docker.Container), ({ name }, inputs) => {
        expect(inputs["image"], name).to.match(/^sha256:.*-image$/);
      });
    });

    it("replaces the old container first, and where the provider would silently change nothing", () => {
      each(stack.all(docker.Container), ({ name, options }) => {
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
      const data = stack.all(docker.Volume).filter(({ inputs }) => inputs["labels"] !== undefined);
      for (const { name, options } of data) {
        expect(options.retainOnDelete, name).to.equal(true);
        expect(options.ignoreChanges, name).to.include.members(["labels", "driver", "driverOpts"]);
      }
    });

    it("labels each container with component, role, service, stack and version", () => {
      each(inRole(stack, "service", "setup"), ({ name }, inputs) => {
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
