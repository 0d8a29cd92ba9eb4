import { expect } from "chai";
import { pinnedImages } from "../../lib/images/pinned";
import {
  connectionsThatFit,
  initdbArguments,
  officialFeatures,
  postgresCommand,
  postgresMemory,
  Storage,
  supportedMajors,
  tunePostgres,
  Workload,
  type PostgresFeatures,
  type PostgresLimits,
} from "../../lib/tuning/postgres";
import { valueOf } from "../../lib/tuning/setting";
import { features as bare, openPostgres, providePostgres, type Postgres } from "../../tools/oracles/postgres.mjs";
import { docker } from "../support/engine";
import { postgresLimits } from "../support/postgres";
import { inContainer, type ContainerRun } from "./postgres-container";
import { asAsked } from "./postgres-units";

const memories = [
  256, 320, 512, 768, 1024, 1536, 2048, 2560, 3072, 4096, 6144, 8192, 16_384, 32_768, 65_536, 131_072, 1_048_576,
];
const cpus = [0.25, 1, 2, 3.5, 8, 64];
const pools = [0, 5, 24, 70, 180, 400];
const volumes = [undefined, 1024, 10_240, 1_048_576];
const slow = [1, 250, 1000, 2_147_483_647];

/** Every accepted combination; what doesn't move other inputs goes round beside them. */
function* grid(major: number, features: readonly PostgresFeatures[]): Generator<PostgresLimits> {
  let index = 0;
  for (const memoryMiB of memories)
    for (const cpu of cpus)
      for (const storage of Object.values(Storage))
        for (const workload of Object.values(Workload))
          for (const clientConnections of pools) {
            index++;
            const limits = postgresLimits({
              major,
              memoryMiB,
              cpus: cpu,
              storage,
              workload,
              clientConnections,
              volumeMiB: volumes[index % 4],
              slowQueryMs: slow[index % 3] ?? 1000,
              features: features[index % features.length] ?? bare,
            });
            if (Number(valueOf(tunePostgres(limits), "max_connections")) <= connectionsThatFit(limits)) yield limits;
          }
}

/** What stands on the command line, without the words between. */
const given = (limits: PostgresLimits): string[] =>
  postgresCommand(tunePostgres(limits))
    .slice(1)
    .filter((word) => word !== "-c");

/** Each setting with each value that the grid gives it, once. */
function everySetting(major: number, features: readonly PostgresFeatures[]): { inputs: number; settings: string[] } {
  const settings = new Set<string>();
  let inputs = 0;
  for (const limits of grid(major, features)) {
    inputs++;
    for (const setting of given(limits)) settings.add(setting);
  }
  return { inputs, settings: [...settings] };
}

/** Values that no server takes, to see that it is asked at all. */
const wrong = (major: number): [string, RegExp][] => [
  ["work_mem=64mb", /invalid value for parameter "work_mem"/],
  ["work_memory=64MB", /unrecognized configuration parameter "work_memory"/],
  ["shared_buffers=8kB", /outside the valid range/],
  ["max_connections=many", /invalid value for parameter "max_connections"/],
  ["checkpoint_timeout=25h", /outside the valid range/],
  ...(major >= 15
    ? [["wal_compression=lz5", /invalid value for parameter "wal_compression"/] as [string, RegExp]]
    : []),
  ...(major < 18 ? [["io_method=worker", /unrecognized configuration parameter/] as [string, RegExp]] : []),
];

/** A few dozen inputs that differ in every setting, within what the machine of a test can map. */
const started = (major: number): PostgresLimits[] =>
  [...grid(major, [bare])]
    .filter(({ memoryMiB, clientConnections }) => memoryMiB <= 8192 && clientConnections <= 180)
    .filter((_, index) => index % 157 === 0);

async function obstacle(): Promise<string | undefined> {
  return providePostgres().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

const required = Boolean(process.env["CI"] ?? process.env["PLIMSOLL_REQUIRE_ORACLES"]);

describe("PostgreSQL's settings, held against real servers", function () {
  this.timeout(300_000);
  this.slow(30_000);

  before(async function () {
    const reason = await obstacle();
    if (reason === undefined) return;
    if (required) throw new Error(reason);
    console.log(`      skipped: ${reason}`);
    this.skip();
  });

  for (const major of supportedMajors) {
    describe(`version ${major}`, () => {
      let server: Postgres;
      before(async () => {
        const settings = tunePostgres(postgresLimits({ major, features: bare }));
        server = await openPostgres(major, initdbArguments(settings).split(" "));
      });
      after(() => server?.close());

      it("takes every value that 5,000 inputs give", async () => {
        const { inputs, settings } = everySetting(major, [bare]);
        expect(inputs).to.be.above(5000);
        expect(await server.refusal(settings)).to.equal(undefined);
      });

      it("refuses wrong values, alone and among thousands of right ones", async () => {
        const { settings } = everySetting(major, [bare]);
        for (const [setting, saying] of wrong(major)) {
          expect(await server.refusal([setting]), setting).to.match(saying);
          expect(await server.refusal([...settings.slice(0, 500), setting, ...settings]), setting).to.match(saying);
        }
      });

      it("refuses what it is not built with, which is why features are asked for", async () => {
        const all = { lz4: true, zstd: true, liburing: true, jit: true };
        const refusal = await server.refusal(given(postgresLimits({ major, features: all })));
        expect(refusal).to.match(/invalid value for parameter "(wal_compression|default_toast_compression)": "lz4"/);
        if (major >= 18) expect(await server.refusal(["io_method=io_uring"])).to.match(/"io_method"/);
      });

      it("starts with them and has each as it was asked for", async () => {
        const inputs = started(major);
        expect(inputs.length).to.be.within(12, 60);
        for (const limits of inputs) {
          const asked = given(limits);
          const running = await server.start(asked);
          try {
            const rows = await running.query("select name, setting, unit, source from pg_settings");
            expect(asAsked(asked, rows)).to.deep.equal([]);
          } finally {
            await running.stop();
          }
        }
      });

      it("made its database as initdb was told", async () => {
        const running = await server.start([]);
        try {
          const [row] = await running.query(
            "select current_setting('data_checksums'), pg_encoding_to_char(encoding), datcollate from pg_database where datname = 'template0'",
          );
          expect(row?.slice(0, 2)).to.deep.equal(["on", "UTF8"]);
          const provider =
            major >= 17
              ? "select datlocprovider, datlocale from pg_database"
              : "select 'c', datcollate from pg_database";
          expect((await running.query(`${provider} where datname = 'template0'`))[0]).to.deep.equal([
            major >= 17 ? "b" : "c",
            "C.UTF-8",
          ]);
          const hba = await running.query(
            "select distinct split_part(line, ' ', -1) from regexp_split_to_table(pg_read_file('pg_hba.conf'), '\n') line where line ~ '^(local|host)'",
          );
          expect(hba).to.deep.equal([["scram-sha-256"]]);
        } finally {
          await running.stop();
        }
      });

      // From 15 on the server computes what it will ask for.
      if (major < 15) return;
      it("asks for no more shared memory than the memory sum counts", async () => {
        for (const limits of [...grid(major, [bare])].filter((_, index) => index % 211 === 0)) {
          const asked = await server.valueOf("shared_memory_size", given(limits));
          const [part] = postgresMemory(tunePostgres(limits), limits.workload);
          expect(Number(asked), JSON.stringify(limits)).to.be.at.most(part?.MiB ?? 0);
          expect(Number(asked), JSON.stringify(limits)).to.be.above((part?.MiB ?? 0) * 0.8);
        }
      });
    });
  }

  describe(`the image ${pinnedImages.postgres}, which has every feature`, () => {
    const major = 18;
    const features = officialFeatures(major);
    let image: ContainerRun;

    before(async function () {
      const reason = await docker
        .getImage(pinnedImages.postgres)
        .inspect()
        .then(
          () => undefined,
          (error: Error) => error.message,
        );
      if (reason !== undefined) {
        if (required) throw new Error(reason);
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      image = inContainer(pinnedImages.postgres);
    });

    it("takes every value that 5,000 inputs give", async () => {
      const { inputs, settings } = everySetting(major, [features]);
      expect(inputs).to.be.above(5000);
      expect(settings).to.include.members(["wal_compression=lz4", "default_toast_compression=lz4", "jit=on"]);
      expect(await image(settings)).to.deep.equal({ code: 0, said: "4096" });
    });

    it("refuses a wrong value among them", async () => {
      const { settings } = everySetting(major, [features]);
      const { code, said } = await image([...settings, "wal_compression=lz5"]);
      expect(code).not.to.equal(0);
      expect(said).to.match(/invalid value for parameter "wal_compression"/);
    });
  });
});
