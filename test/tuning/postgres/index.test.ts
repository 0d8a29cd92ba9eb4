import { expect } from "chai";
import fc from "fast-check";
import {
  connectionsThatFit,
  postgresCommand,
  postgresSettings,
  postgresShmMiB,
  tunePostgres,
  type PostgresLimits,
} from "../../lib/tuning/postgres";
import { valueOf } from "../../lib/tuning/setting";

const limits = (some: Partial<PostgresLimits> = {}): PostgresLimits => ({
  major: 18,
  memoryMiB: 1024,
  cpus: 2,
  clientConnections: 12,
  slowQueryMs: 1000,
  ...some,
});

const setting = (name: string, some: Partial<PostgresLimits> = {}) => valueOf(tunePostgres(limits(some)), name);

const rows = [
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
  ["work_mem", { memoryMiB: 256, clientConnections: 0 }, 1], // the floor
  ["work_mem", { memoryMiB: 1024, clientConnections: 12 }, 15],
  ["work_mem", { memoryMiB: 2048, clientConnections: 24 }, 20],
  ["work_mem", { memoryMiB: 16_384, clientConnections: 12 }, 32], // the ceiling
  ["maintenance_work_mem", { memoryMiB: 256 }, 32], // the floor
  ["maintenance_work_mem", { memoryMiB: 2048 }, 128],
  ["maintenance_work_mem", { memoryMiB: 65_536 }, 2048], // the ceiling
  ["autovacuum_work_mem", { memoryMiB: 256 }, 16], // the floor
  ["autovacuum_work_mem", { memoryMiB: 2048 }, 64],
  ["autovacuum_work_mem", { memoryMiB: 65_536 }, 1024], // the ceiling
  ["max_worker_processes", { cpus: 2 }, 8], // the engine's default
  ["max_worker_processes", { cpus: 5.5 }, 9],
  ["max_parallel_workers", { cpus: 0.5 }, 1],
  ["max_parallel_workers", { cpus: 3.9 }, 3],
  ["max_parallel_workers_per_gather", { cpus: 1.9 }, 0],
  ["max_parallel_workers_per_gather", { cpus: 2 }, 1],
  ["max_parallel_workers_per_gather", { cpus: 3 }, 2],
  ["max_parallel_workers_per_gather", { cpus: 32 }, 4], // the ceiling
  ["random_page_cost", {}, 4],
  ["max_wal_size", {}, 4096],
  ["min_wal_size", {}, 256],
  ["checkpoint_timeout", {}, 900],
  ["wal_compression", { major: 14 }, undefined],
  ["wal_compression", { major: 15 }, "lz4"],
  ["huge_pages", {}, "off"],
  ["jit", {}, "off"],
  ["io_method", { major: 17 }, undefined],
  ["io_method", { major: 18 }, "worker"],
  ["shared_preload_libraries", {}, "pg_stat_statements"],
  ["track_io_timing", {}, "on"],
  ["log_min_duration_statement", { slowQueryMs: 250 }, 250],
  ["log_checkpoints", {}, "on"],
  ["log_connections", { major: 17 }, "on"],
  ["log_connections", { major: 18 }, "authentication,authorization"],
  ["log_disconnections", {}, "on"],
  ["log_lock_waits", {}, "on"],
  ["log_temp_files", { memoryMiB: 1024, clientConnections: 12 }, 15 * 1024],
  ["idle_in_transaction_session_timeout", {}, 300_000],
  ["password_encryption", {}, "scram-sha-256"],
] as const;

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
    const names = ["shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem", "autovacuum_work_mem"];
    const mib = fc.integer({ min: 256, max: 65_536 });
    fc.assert(
      fc.property(mib, fc.constantFrom(32, 1024, 4096), (memoryMiB, more) =>
        names.every(
          (name) => Number(setting(name, { memoryMiB: memoryMiB + more })) >= Number(setting(name, { memoryMiB })),
        ),
      ),
    );
  });
});

describe("connectionsThatFit", () => {
  for (const [memoryMiB, connections] of [
    [128, 0],
    [256, 26],
    [1024, 126],
    [2048, 253],
  ] as const) {
    it(`serves ${connections} connections with ${memoryMiB} MiB`, () => {
      expect(connectionsThatFit(limits({ memoryMiB }))).to.equal(connections);
    });
  }
});

describe("postgresShmMiB", () => {
  for (const [some, shm] of [
    [{}, 128],
    [{ memoryMiB: 4096, cpus: 4 }, 512],
    [{ memoryMiB: 65_536, cpus: 16 }, 3072],
  ] as const) {
    it(`gives /dev/shm ${shm} MiB with ${JSON.stringify(some)}`, () => {
      expect(postgresShmMiB(limits(some))).to.equal(shm);
    });
  }
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
});
