import { expect } from "chai";
import fc from "fast-check";
import {
  connectionsThatFit,
  initdbArguments,
  officialFeatures,
  postgresCommand,
  postgresMemory,
  postgresSettings,
  Storage,
  totalMiB,
  tunePostgres,
  usableShare,
  Workload,
  type PostgresLimits,
} from "../../../lib/tuning/postgres";
import { type SettledSetting, valueOf } from "../../../lib/tuning/setting";
import { derivationTests } from "../../support/derivation";
import { anyPostgres, postgresLimits as limits } from "../../support/postgres";

const setting = (name: string, some: Partial<PostgresLimits> = {}) => valueOf(tunePostgres(limits(some)), name);

const features = { lz4: true, zstd: true, liburing: true, jit: true };
const bare = { lz4: false, zstd: false, liburing: false, jit: false };

/** Spelled out: as literal types, so many different objects take the compiler minutes. */
const rows: [string, Partial<PostgresLimits>, string | number | boolean | undefined][] = [
  ["shared_buffers", { memoryMiB: 128 }, 64], // the floor
  ["shared_buffers", { memoryMiB: 256 }, 64],
  ["shared_buffers", { memoryMiB: 1024 }, 256],
  ["shared_buffers", { memoryMiB: 2048 }, 512],
  ["shared_buffers", { memoryMiB: 65_536 }, 16_384],
  ["effective_cache_size", { memoryMiB: 1024 }, 716],
  ["effective_cache_size", { memoryMiB: 2048 }, 1433],
  ["max_connections", { clientConnections: 0 }, 20], // the floor
  ["max_connections", { clientConnections: 10 }, 20],
  ["max_connections", { clientConnections: 11 }, 21],
  ["max_connections", { clientConnections: 200 }, 210],
  ["superuser_reserved_connections", {}, 3],
  ["work_mem", { memoryMiB: 256, clientConnections: 0 }, 256], // the floor
  ["work_mem", { memoryMiB: 512, cpus: 1, clientConnections: 12, workload: Workload.Small }, 4096], // one hash table each
  ["work_mem", { memoryMiB: 512, cpus: 1, clientConnections: 0 }, 1.5 * 1024], // quarters of a MiB
  ["work_mem", { memoryMiB: 1024, clientConnections: 12 }, 3.25 * 1024],
  ["work_mem", { memoryMiB: 1024, cpus: 1, clientConnections: 12 }, 3.25 * 1024], // CPUs cost no memory below four
  ["work_mem", { memoryMiB: 2048, clientConnections: 100 }, 768], // many connections share
  ["work_mem", { memoryMiB: 2048, clientConnections: 24 }, 4.5 * 1024],
  ["work_mem", { memoryMiB: 2048, clientConnections: 24, workload: Workload.Oltp }, 14.75 * 1024],
  ["work_mem", { memoryMiB: 16_384, clientConnections: 12 }, 32 * 1024], // the ceilings
  ["work_mem", { memoryMiB: 16_384, clientConnections: 12, workload: Workload.Small }, 16 * 1024],
  ["work_mem", { memoryMiB: 65_536, clientConnections: 12, workload: Workload.Analytics }, 148 * 1024],
  ["hash_mem_multiplier", {}, 2],
  ["maintenance_work_mem", { memoryMiB: 256 }, 16], // the floor
  ["maintenance_work_mem", { memoryMiB: 2048 }, 128],
  ["maintenance_work_mem", { memoryMiB: 2048, workload: Workload.Analytics }, 256],
  ["maintenance_work_mem", { memoryMiB: 65_536 }, 2048], // the ceiling
  ["autovacuum_work_mem", { memoryMiB: 256 }, 8], // the floor
  ["autovacuum_work_mem", { memoryMiB: 2048 }, 32],
  ["autovacuum_work_mem", { memoryMiB: 65_536 }, 1024], // the ceiling
  ["autovacuum_max_workers", {}, 3],
  ["max_worker_processes", { cpus: 2 }, 8], // the engine's default
  ["max_worker_processes", { cpus: 5.5 }, 9],
  ["max_parallel_workers", { cpus: 0.5 }, 1],
  ["max_parallel_workers", { cpus: 3.9 }, 3],
  ["max_parallel_workers", { cpus: 64, memoryMiB: 256 }, 64],
  ["max_parallel_workers", { cpus: 1024, memoryMiB: 131_072 }, 1024], // the most the server takes
  ["max_parallel_workers_per_gather", { cpus: 1.9 }, 0],
  ["max_parallel_workers_per_gather", { cpus: 2 }, 0],
  ["max_parallel_workers_per_gather", { cpus: 4, memoryMiB: 4096, clientConnections: 24 }, 1], // as many as leave work_mem at 4 MiB
  ["max_parallel_workers_per_gather", { cpus: 2, memoryMiB: 4096, workload: Workload.Analytics }, 1],
  ["max_parallel_workers_per_gather", { cpus: 3, memoryMiB: 2048 }, 0],
  ["max_parallel_workers_per_gather", { cpus: 32, memoryMiB: 16_384 }, 4], // the ceiling
  ["max_parallel_workers_per_gather", { memoryMiB: 2048, clientConnections: 100 }, 0],
  ["random_page_cost", {}, 4],
  ["random_page_cost", { workload: Workload.Oltp }, 1.1],
  ["random_page_cost", { workload: Workload.Oltp, storage: Storage.Hdd }, 4],
  ["effective_io_concurrency", { major: 18 }, undefined],
  ["effective_io_concurrency", { major: 17 }, 200],
  ["effective_io_concurrency", { major: 17, storage: Storage.Hdd }, 2],
  ["effective_io_concurrency", { major: 14, storage: Storage.San }, 300],
  ["default_statistics_target", {}, undefined],
  ["default_statistics_target", { workload: Workload.Analytics }, 500],
  ["max_wal_size", {}, 4096],
  ["max_wal_size", { workload: Workload.Small }, 1024],
  ["max_wal_size", { workload: Workload.Analytics }, 8192],
  ["max_wal_size", { volumeMiB: 10_240 }, 2048], // a fifth
  ["max_wal_size", { volumeMiB: 102_400 }, 4096],
  ["max_wal_size", { volumeMiB: 100 }, 32], // the least the server takes
  ["min_wal_size", {}, 256],
  ["min_wal_size", { workload: Workload.Analytics }, 512],
  ["min_wal_size", { volumeMiB: 1024 }, 80], // the engine's default
  ["min_wal_size", { volumeMiB: 100 }, 32],
  ["checkpoint_timeout", {}, 900],
  ["wal_compression", { major: 14 }, undefined],
  ["wal_compression", { major: 15 }, "lz4"],
  ["wal_compression", { features: { ...features, lz4: false } }, undefined], // zstd costs too much
  ["wal_compression", { features: bare }, undefined],
  ["default_toast_compression", { major: 14 }, "lz4"],
  ["default_toast_compression", { features: bare }, undefined],
  ["autovacuum_vacuum_scale_factor", {}, undefined],
  ["autovacuum_vacuum_scale_factor", { workload: Workload.Oltp }, 0.05],
  ["autovacuum_analyze_scale_factor", { workload: Workload.Oltp }, 0.02],
  ["autovacuum_vacuum_cost_limit", {}, 1000],
  ["autovacuum_vacuum_cost_limit", { storage: Storage.Hdd }, undefined],
  ["huge_pages", {}, "off"],
  ["jit", {}, "off"],
  ["jit", { workload: Workload.Analytics }, "on"],
  ["jit", { workload: Workload.Analytics, features: bare }, "off"],
  ["io_method", { major: 17 }, undefined],
  ["io_method", { major: 18 }, "worker"],
  ["shared_preload_libraries", {}, "pg_stat_statements"],
  ["track_io_timing", {}, "on"],
  ["log_min_duration_statement", { slowQueryMs: 250 }, 250],
  ["log_checkpoints", {}, "on"],
  ["log_autovacuum_min_duration", { major: 14 }, 600_000],
  ["log_autovacuum_min_duration", { major: 15 }, undefined],
  ["log_connections", { major: 17 }, "on"],
  ["log_connections", { major: 18 }, "authentication,authorization"],
  ["log_disconnections", {}, "on"],
  ["log_lock_waits", {}, "on"],
  ["log_temp_files", { memoryMiB: 1024, clientConnections: 12 }, 3.25 * 1024],
  ["idle_in_transaction_session_timeout", {}, 300_000],
  ["client_connection_check_interval", {}, 10_000],
  ["password_encryption", {}, "scram-sha-256"],
  ["shm_size", { memoryMiB: 256, clientConnections: 0 }, 128], // the floor
  ["shm_size", {}, 128],
  ["shm_size", { memoryMiB: 4096, cpus: 4 }, 2372],
  ["stop_grace_period", {}, 120],
  ["stop_grace_period", { memoryMiB: 65_536 }, 194], // 16 GiB of buffers
  ["stop_grace_period", { memoryMiB: 16_384, storage: Storage.Hdd }, 167],
  ["start_period", {}, 235],
  ["start_period", { volumeMiB: 1024 }, 120], // the floor
  ["start_period", { workload: Workload.Analytics }, 440],
  ["start_period", { givenWalMiB: 20_480 }, 1054],
  ["pids_limit", {}, 256],
  ["pids_limit", { clientConnections: 300 }, 382],
  ["--data-checksums", {}, true],
  ["--encoding", {}, "UTF8"],
  ["--locale-provider", { major: 17 }, "builtin"],
  ["--locale-provider", { major: 16 }, undefined],
  ["--builtin-locale", { major: 17 }, "C.UTF-8"],
  ["--locale", { major: 16 }, "C.UTF-8"],
  ["--locale", { major: 17 }, undefined],
  ["--auth-host", {}, "scram-sha-256"],
  ["--auth-local", {}, "scram-sha-256"],
  ["-c huge_pages", { major: 16 }, "off"],
  ["-c huge_pages", { major: 15 }, undefined],
];

describe("tunePostgres", () => {
  for (const [name, some, value] of rows) {
    it(`sets ${name} to ${value} with ${JSON.stringify(some)}`, () => {
      expect(setting(name, some)).to.equal(value);
    });
  }

  it("has a row here for each setting", () => {
    const covered = new Set<string>(rows.map(([name]) => name));
    expect(postgresSettings.map(({ name }) => name).filter((name) => !covered.has(name))).to.deep.equal([]);
  });

  const { connections, ...inputs } = anyPostgres;
  derivationTests(postgresSettings, { ...inputs, clientConnections: connections });

  it("keeps the memory sum below the limit wherever the connections fit", () => {
    let fitting = 0;
    fc.assert(
      fc.property(fc.record({ ...inputs, clientConnections: connections }), (some) => {
        if (Number(setting("max_connections", some)) > connectionsThatFit(some)) return true;
        fitting++;
        return totalMiB(postgresMemory(tunePostgres(some), some.workload)) <= usableShare * some.memoryMiB;
      }),
      { numRuns: 5000 },
    );
    expect(fitting).to.be.above(1000);
  });

  it("never gives more work_mem for more connections", () => {
    const count = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 65_536 }), count, count, (memoryMiB, one, more) => {
        const workMem = (clientConnections: number) => Number(setting("work_mem", { memoryMiB, clientConnections }));
        return workMem(one + more) <= workMem(one);
      }),
    );
  });

  it("never gives less of anything for more memory", () => {
    const names = postgresSettings
      .filter(({ from, value }) => from.includes("memoryMiB") && typeof value(limits()) === "number")
      .map(({ name }) => name);
    expect(names).to.include.members(["shared_buffers", "work_mem", "max_parallel_workers_per_gather", "shm_size"]);
    // Whole MiB of each part: a step below 32 can go to one part's rounding alone.
    const more = fc.constantFrom(32, 1024, 4096, 102_400);
    fc.assert(
      fc.property(fc.record({ ...inputs, clientConnections: fc.integer({ min: 0, max: 500 }) }), more, (some, extra) =>
        names.every(
          (name) =>
            Number(setting(name, { ...some, memoryMiB: some.memoryMiB + extra })) >= Number(setting(name, some)),
        ),
      ),
      { numRuns: 2000 },
    );
  });

  it("never gives a start less time than replay of the log takes, nor the log more than a fifth of the volume", () => {
    fc.assert(
      fc.property(fc.record({ ...inputs, clientConnections: connections }), (some) => {
        const wal = Number(setting("max_wal_size", some));
        const room = some.volumeMiB === undefined || wal <= Math.max(32, some.volumeMiB * 0.2);
        return (
          room &&
          Number(setting("min_wal_size", some)) <= wal &&
          Number(setting("start_period", some)) > (some.givenWalMiB ?? wal) / 20
        );
      }),
    );
  });
});

describe("officialFeatures", () => {
  for (const [tag, major, expected] of [
    ["18.6-trixie", 18, features],
    ["18.6-alpine", 18, features],
    ["17.10-bookworm", 17, { ...features, liburing: false }],
    ["14.23-bookworm", 14, { ...features, zstd: false, liburing: false }],
    ["17.10-alpine3.22", 17, bare],
  ] as const) {
    it(`knows what ${tag} is built with`, () => {
      expect(officialFeatures(major, tag)).to.deep.equal(expected);
    });
  }
});

describe("connectionsThatFit", () => {
  for (const [memoryMiB, connections] of [
    [128, 0],
    [256, 19],
    [1024, 97],
    [2048, 184],
  ] as const) {
    it(`serves ${connections} connections with ${memoryMiB} MiB`, () => {
      expect(connectionsThatFit(limits({ memoryMiB }))).to.equal(connections);
    });
  }
});

describe("the memory sum", () => {
  const total = (overrides: Record<string, string>): number =>
    totalMiB(postgresMemory(tunePostgres(limits(), overrides), Workload.Mixed));
  const derived = total({});

  for (const [name, value, more] of [
    ["shared_buffers", "512MB", 250],
    ["shared_buffers", "65536", 250], // pages of 8 kB
    ["work_mem", "64MB", 2000],
    ["work_mem", "65536", 2000], // kB
    ["hash_mem_multiplier", "4", 300],
    ["max_parallel_workers_per_gather", "4", 500], // five processes, one table
    ["maintenance_work_mem", "1GB", 900],
    ["autovacuum_work_mem", "-1", 100], // each worker may take maintenance_work_mem
    ["autovacuum_max_workers", "10", 130],
    ["max_connections", "100", 1000],
    ["wal_buffers", "64MB", 50],
    ["temp_buffers", "80MB", 1700],
  ] as const) {
    it(`grows by ${more} MiB and more with ${name} = ${value}`, () => {
      expect(total({ [name]: value }) - derived).to.be.above(more);
    });
  }

  it("counts a hash table once where workers may not share it", () => {
    const parallel = { max_parallel_workers_per_gather: "2" };
    const apart = { ...parallel, enable_parallel_hash: "off" };
    expect(total(parallel) - total(apart)).to.be.above(500);
    expect(total(apart)).to.be.above(derived);
  });

  it("reads units as the server does", () => {
    for (const [one, same] of [
      ["64MB", "65536"],
      ["1GB", "1024MB"],
      ["0.5GB", "524288kB"],
    ] as const)
      expect(total({ work_mem: one })).to.equal(total({ work_mem: same }));
  });
});

describe("postgresCommand", () => {
  it("writes values with their units, and the user's as he wrote them", () => {
    const settings = tunePostgres(limits(), { shared_buffers: "1GB", "auto_explain.log_min_duration": "5s" });
    const command = postgresCommand(settings);
    expect(command.slice(0, 3)).to.deep.equal(["postgres", "-c", "shared_buffers=1GB"]);
    expect(command).to.include("effective_cache_size=716MB");
    expect(command).to.include("checkpoint_timeout=900s");
    expect(command).to.include("max_connections=22");
    expect(command.slice(-2)).to.deep.equal(["-c", "auto_explain.log_min_duration=5s"]);
  });

  it("holds the server's settings and nothing of what stands beside it", () => {
    const settings = tunePostgres(limits());
    const names = (some: readonly SettledSetting[]) => some.map(({ name }) => name);
    const given = postgresCommand(settings)
      .slice(1)
      .filter((word) => word !== "-c")
      .map((word) => word.split("=")[0]);
    expect(given).to.deep.equal(names(settings.filter(({ place }) => place === "engine")));
    expect(given).not.to.include.members(["shm_size", "--encoding"]);
  });
});

describe("initdbArguments", () => {
  it("writes flags bare, and settings as initdb takes them", () => {
    expect(initdbArguments(tunePostgres(limits({ major: 18 })))).to.equal(
      "--data-checksums --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --auth-host=scram-sha-256 --auth-local=scram-sha-256 -c huge_pages=off",
    );
    expect(initdbArguments(tunePostgres(limits({ major: 14 })))).to.equal(
      "--data-checksums --encoding=UTF8 --locale=C.UTF-8 --auth-host=scram-sha-256 --auth-local=scram-sha-256",
    );
  });
});
