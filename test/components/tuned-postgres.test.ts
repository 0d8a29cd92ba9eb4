import { expect } from "chai";
import { ServiceNetwork, TunedPostgres, type TunedPostgresArgs } from "plimsoll";
import { record, valueOf, type Recording } from "../support/mocks";

const build = (args: Partial<TunedPostgresArgs> = {}): Promise<Recording> =>
  record(() => new TunedPostgres("db", { password: "top", ...args }));

describe("TunedPostgres", () => {
  for (const { image, folder } of [
    { image: "postgres:18.6-trixie", folder: "/var/lib/postgresql" },
    { image: "postgres:17.10-bookworm", folder: "/var/lib/postgresql/data" },
  ]) {
    it(`keeps the data of ${image} in a volume at ${folder}`, async () => {
      const recording = await build({ image });
      expect(recording.named("db-container").inputs["volumes"]).to.deep.include({
        volumeName: "shop-test-db-data",
        containerPath: folder,
        readOnly: false,
      });
      expect(recording.named("db-data").options).to.include({ retainOnDelete: true });
    });
  }

  it("is probed over TCP, so that the temporary server of the first start doesn't count", async () => {
    const { healthcheck } = (await build()).named("db-container").inputs as { healthcheck: { tests: string[] } };
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
    expect((await build()).named("db-container").inputs).to.include({
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
      const envs = (await build({ image })).named("db-container").inputs["envs"] as string[];
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
    const { command } = (await build({ settings: { work_mem: "3MB" } })).named("db-container").inputs as {
      command: string[];
    };
    expect(command).to.include("work_mem=3MB");
  });

  it("warns of a version that gets no fixes any more, and builds it", async () => {
    const recording = await build({ image: "postgres:14.23-bookworm" });
    expect(recording.named("db-container").inputs["image"]).to.be.a("string");
  });

  it("gives its container what the settings say: shared memory, processes, start period", async () => {
    const { inputs } = (await build({ memory: "8GiB", cpus: 4, clients: { app: { password: "x", pool: 300 } } })).named(
      "db-container",
    );
    expect(inputs).to.include({ shmSize: 512 });
    expect((inputs as { healthcheck: { startPeriod: string } }).healthcheck.startPeriod).to.equal("3m55s");
  });

  it("joins the network it is given and makes none", async () => {
    const recording = await record(
      () => new TunedPostgres("db", { password: "x", network: new ServiceNetwork("shop") }),
    );
    expect(recording.ofType("docker:index/network:Network").map(({ name }) => name)).to.deep.equal(["shop-network"]);
  });

  it("gives each client a connection, whose password is secret", async () => {
    let db: TunedPostgres | undefined;
    await record(() => {
      db = new TunedPostgres("db", {
        password: "top",
        clients: { app: { password: "low", pool: 5 }, reports: { password: "x", database: "app" } },
      });
    });
    if (db === undefined) throw new Error("nothing was built");
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
