import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { ServiceNetwork, TunedPostgres, type TunedPostgresArgs } from "plimsoll";
import { valueOf } from "plimsoll/testing";
import { containerOf, envsOf, run } from "../support/stacks";

const build = (args: Partial<TunedPostgresArgs> = {}) =>
  run(() => new TunedPostgres("db", { password: "top", ...args }));

describe("TunedPostgres", () => {
  for (const { image, folder } of [
    { image: "postgres:18.6-trixie", folder: "/var/lib/postgresql" },
    { image: "postgres:17.10-bookworm", folder: "/var/lib/postgresql/data" },
  ]) {
    it(`keeps the data of ${image} in a volume at ${folder}`, async () => {
      const stack = await build({ image });
      const mount = { volumeName: "shop-test-db-data", containerPath: folder, readOnly: false };
      expect(containerOf(stack, "db")["volumes"]).to.deep.include(mount);
      expect(stack.resource(docker.Volume, "db-data").options).to.include({ retainOnDelete: true });
    });
  }

  it("is probed over TCP, so that the temporary server of the first start doesn't count", async () => {
    const { healthcheck } = containerOf(await build(), "db") as { healthcheck: { tests: string[] } };
    expect(healthcheck.tests).to.deep.equal([
      "CMD",
      "pg_isready",
      "-q",
      "-h",
      "127.0.0.1",
      "-U",
      "postgres",
      "-t",
      "2",
    ]);
  });

  it("is stopped by SIGINT with two minutes to write its checkpoint", async () => {
    expect(containerOf(await build(), "db")).to.include({
      stopSignal: "SIGINT",
      stopTimeout: 120,
      destroyGraceSeconds: 120,
    });
  });

  for (const { image, has } of [
    { image: "postgres:18.6-trixie", has: ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "huge_pages=off"] },
    { image: "postgres:16.14-bookworm", has: ["--locale=C.UTF-8", "huge_pages=off"] },
    { image: "postgres:14.23-bookworm", has: ["--locale=C.UTF-8"] },
  ]) {
    it(`gives initdb of ${image} checksums, scram and ${has.join(", ")}`, async () => {
      const envs = envsOf(await build({ image }), "db");
      const words =
        envs
          .find((env) => env.startsWith("POSTGRES_INITDB_ARGS="))
          ?.slice(21)
          .split(" ") ?? [];
      expect(words).to.include.members([
        "--data-checksums",
        "--auth-host=scram-sha-256",
        "--auth-local=scram-sha-256",
        ...has,
      ]);
      expect(words.includes("huge_pages=off")).to.equal(has.includes("huge_pages=off"));
    });
  }

  it("lets its settings be overridden by their own names", async () => {
    const { command } = containerOf(await build({ settings: { work_mem: "3MB" } }), "db");
    expect(command).to.include("work_mem=3MB");
  });

  it("warns of a version that gets no fixes any more, and builds it", async () => {
    const { messages } = await build({ image: "postgres:14.23-bookworm" });
    expect(messages.map(({ severity, text }) => `${severity}: ${text}`).join()).to.match(
      /^warn: TunedPostgres "db": image/,
    );
  });

  it("gives its container what the settings say: shared memory, processes, start period", async () => {
    const clients = { app: { password: "x", pool: 300 } };
    const stack = await build({ memory: "8GiB", cpus: 4, clients });
    stack.hasProperties(docker.Container, { shmSize: 512, healthcheck: { startPeriod: "3m55s" } });
  });

  it("joins the network it is given and makes none", async () => {
    const stack = await run(() => new TunedPostgres("db", { password: "x", network: new ServiceNetwork("shop") }));
    expect(stack.all(docker.Network).map(({ name }) => name)).to.deep.equal(["shop-network"]);
  });

  it("gives each client a connection, whose password is secret", async () => {
    const clients = { app: { password: "low", pool: 5 }, reports: { password: "x", database: "app" } };
    const { result: db } = await build({ clients });
    const { password, ready, network, ...rest } = db.client("app");
    expect(network).to.equal(db.network);
    expect(rest).to.deep.equal({ host: "db", port: 5432, database: "app", user: "app", pool: 5 });
    expect(db.client("reports").database).to.equal("app");
    expect(await valueOf(password)).to.equal("low");
    expect(await (password as unknown as { isSecret: Promise<boolean> }).isSecret).to.equal(true);
    expect(await valueOf(ready.urn)).to.match(/db-clients-container$/);
    expect(await valueOf(db.address)).to.equal("db:5432");
  });
});
