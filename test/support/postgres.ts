import fc from "fast-check";
import { officialFeatures, Storage, supportedMajors, Workload, type PostgresLimits } from "../../lib/tuning/postgres";

/** Limits of a middling server, with some of them otherwise. */
export const postgresLimits = (some: Partial<PostgresLimits> = {}): PostgresLimits => ({
  major: 18,
  memoryMiB: 1024,
  cpus: 2,
  storage: Storage.Ssd,
  workload: Workload.Mixed,
  clientConnections: 12,
  slowQueryMs: 1000,
  features: officialFeatures(some.major ?? 18),
  ...some,
});

/** Every input over all of its range; small memory and few connections as often as all the rest. */
export const anyPostgres = {
  major: fc.constantFrom(...supportedMajors),
  memoryMiB: fc.oneof(fc.integer({ min: 256, max: 4096 }), fc.integer({ min: 256, max: 1_048_576 })),
  cpus: fc.oneof(
    fc.integer({ min: 1, max: 6400 }).map((hundredths) => hundredths / 100),
    fc.integer({ min: 1, max: 256 }),
  ),
  storage: fc.constantFrom(...Object.values(Storage)),
  volumeMiB: fc.option(fc.integer({ min: 1024, max: 10_000_000 }), { nil: undefined }),
  workload: fc.constantFrom(...Object.values(Workload)),
  givenWalMiB: fc.option(fc.integer({ min: 32, max: 100_000 }), { nil: undefined }),
  connections: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1000 })),
  slowQueryMs: fc.integer({ min: 1, max: 3_600_000 }),
  features: fc.record({ lz4: fc.boolean(), zstd: fc.boolean(), liburing: fc.boolean(), jit: fc.boolean() }),
};
