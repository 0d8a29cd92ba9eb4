import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { join } from "node:path";
import { TestStack, type RunOptions } from "plimsoll/testing";
import { containerOf, envsOf, inRole, labelOf } from "../support/stacks";

const folder = join(__dirname, "..", "..", "examples", "pilotpros");

const secretNames = ["postgresPassword", "pilotprosPassword", "n8nPassword", "n8nEncryptionKey", "n8nOwnerPassword"];

/** Runs the program as Pulumi does: in its own folder, from its first line. */
function run({ without = "", config = {} }: { without?: string; config?: RunOptions["config"] } = {}) {
  const names = secretNames.filter((name) => name !== without);
  const secrets = Object.fromEntries(names.map((name) => [name, `Secret-${name}-1`]));
  return TestStack.run(() => import(join(folder, "index.ts")), {
    project: "pilotpros",
    workDir: folder,
    config,
    secrets,
  });
}

describe("examples/pilotpros", () => {
  let stack: TestStack;
  before(async () => {
    stack = await run();
  });

  // The limits and times asked for, but for the database's start period: 30 s are less than its recovery after a crash.
  for (const { service, cpus, cpuShares, memory, reserved, health } of [
    { service: "db", cpus: "2.0", cpuShares: 1024, memory: 2048, reserved: 1024, health: ["3s", "3m55s"] },
    { service: "automation", cpus: "2.0", cpuShares: 1024, memory: 1536, reserved: 512, health: ["5s", "1m0s"] },
    { service: "api", cpus: "1.0", cpuShares: 512, memory: 512, reserved: 256, health: ["3s", "20s"] },
    { service: "frontend", cpus: "1.0", cpuShares: 307, memory: 64, reserved: 32, health: ["5s", "15s"] },
    { service: "edge", cpus: "0.5", cpuShares: 102, memory: 128, reserved: 32, health: ["3s", "15s"] },
  ]) {
    it(`gives ${service} ${cpus} CPUs and ${memory} MiB, of which ${reserved} are kept for it`, () => {
      const inputs = containerOf(stack, service);
      expect(inputs).to.include({ cpus, cpuShares, memory, memoryReservation: reserved, memorySwap: memory });
      const { timeout, startPeriod } = inputs["healthcheck"] as { timeout: string; startPeriod: string };
      expect([timeout, startPeriod]).to.deep.equal(health);
    });
  }

  for (const { service, heap } of [
    { service: "automation", heap: 1024 },
    { service: "api", heap: 384 },
  ]) {
    it(`gives ${service} a heap of ${heap} MiB`, () => {
      expect(envsOf(stack, service).find((env) => env.startsWith("NODE_OPTIONS="))).to.include(
        `--max-old-space-size=${heap}`,
      );
    });
  }

  it("runs the sources where it is configured for development", async () => {
    const live = await run({ config: { development: true } });
    for (const name of ["api", "frontend"]) {
      const { mounts } = containerOf(live, name) as { mounts: { source: string }[] };
      expect(mounts.map(({ source }) => source)).to.deep.equal([join(folder, name === "api" ? "backend" : "frontend")]);
      expect(envsOf(live, name)).to.include("NODE_ENV=development");
    }
    expect(containerOf(stack, "api")).not.to.have.property("mounts");
  });

  it("runs five services and two tasks, all on one network", () => {
    expect(
      inRole(stack, "service")
        .map((container) => labelOf(container, "plimsoll.service"))
        .toSorted(),
    ).to.deep.equal(["api", "automation", "db", "edge", "frontend"]);
    expect(
      inRole(stack, "setup")
        .map((container) => labelOf(container, "plimsoll.service"))
        .toSorted(),
    ).to.deep.equal(["automation-workflows", "db-clients"]);
    stack.hasCount(docker.Network, 1);
    stack.hasProperties(docker.Network, { ipamConfigs: [{ subnet: "172.20.0.0/16" }] });
  });

  it("is reached through one port of this machine alone", () => {
    const published = stack.all(docker.Container).flatMap(({ inputs }) => (inputs["ports"] ?? []) as object[]);
    expect(published).to.deep.equal([{ internal: 8080, external: 8080, ip: "127.0.0.1", protocol: "tcp" }]);
  });

  it("keeps what must last in two volumes, both retained", () => {
    const retained = stack.all(docker.Volume).filter(({ options }) => options.retainOnDelete);
    expect(retained.map(({ name }) => name).toSorted()).to.deep.equal(["automation-data", "db-data"]);
  });

  it("takes pinned images, and the same bases in what it builds", () => {
    const taken = stack.all(docker.RemoteImage).filter(({ inputs }) => inputs["build"] === undefined);
    expect(taken.map(({ inputs }) => inputs["name"]).toSorted()).to.deep.equal([
      "n8nio/n8n:2.41.1",
      "nginx:1.30.6-alpine",
      "postgres:18.6-trixie",
    ]);
  });

  it("shows no secret outside of files", () => {
    for (const { name, inputs } of stack.resources) {
      expect(JSON.stringify({ ...inputs, uploads: undefined }), name).not.to.include("Secret-");
    }
  });

  it("takes its port and its subnet from the stack's configuration", async () => {
    const other = await run({ config: { port: 9090, subnet: "10.9.0.0/24" } });
    other.hasProperties(docker.Container, {
      ports: [{ internal: 8080, external: 9090, ip: "127.0.0.1", protocol: "tcp" }],
    });
    expect(envsOf(other, "automation")).to.include("N8N_EDITOR_BASE_URL=http://localhost:9090/n8n/");
  });

  for (const name of secretNames) {
    it(`refuses to run without ${name}, and says how to set it`, async () => {
      const message = await run({ without: name }).then(
        () => "nothing was refused",
        (error: Error) => error.message,
      );
      expect(message).to.include(`Missing required configuration variable 'pilotpros:${name}'`);
      expect(message).to.match(new RegExp(`pulumi config set (--secret )?pilotpros:${name}`));
    });
  }

  for (const { title, config, message } of [
    {
      title: "a port above the last",
      config: { "pilotpros:port": "99999" },
      message: /Too big: expected number to be <=65535\n.*port/,
    },
    { title: "a port that is no number", config: { "pilotpros:port": "http" }, message: /expected number.*\n.*port/ },
    {
      title: "an owner without an address",
      config: { "pilotpros:ownerEmail": "owner" },
      message: /email.*\n.*ownerEmail/,
    },
    {
      title: "a subnet that is none",
      config: { "pilotpros:subnet": "172.20.0.0" },
      message: /subnet: "172\.20\.0\.0" is not an IPv4 subnet; write/,
    },
  ]) {
    it(`refuses ${title} in its configuration`, async () => {
      const said = await run({ config: config as unknown as Record<string, string> }).then(
        () => "nothing was refused",
        (error: Error) => error.message,
      );
      expect(said).to.match(message);
    });
  }
});
