import { expect } from "chai";
import fc from "fast-check";
import { leastRedisMemoryMiB, redisConf, redisMaxMemoryMiB, redisSettings, tuneRedis } from "../../lib/tuning/redis";
import { valueOf } from "../../lib/tuning/setting";
import { derivationTests } from "../support/derivation";

const inputs = {
  memoryMiB: fc.integer({ min: leastRedisMemoryMiB, max: 65_536 }),
  cpus: fc.integer({ min: 1, max: 3200 }).map((hundredths) => hundredths / 100),
  use: fc.constantFrom("cache" as const, "queue" as const, "sessions" as const),
};

describe("tuneRedis", () => {
  for (const [some, name, value] of [
    [{ use: "cache" }, "maxmemory", 413],
    [{ use: "queue" }, "maxmemory", 291],
    [{ use: "cache" }, "maxmemory-policy", "allkeys-lfu"],
    [{ use: "queue" }, "maxmemory-policy", "noeviction"],
    [{ use: "sessions" }, "maxmemory-policy", "volatile-ttl"],
    [{ use: "queue" }, "appendonly", "yes"],
    [{ use: "sessions" }, "appendonly", "no"],
    [{ use: "cache" }, "save", '""'],
    [{ use: "sessions" }, "save", "300 1 60 1000"],
    [{ cpus: 3.99 }, "io-threads", undefined],
    [{ cpus: 4 }, "io-threads", 3],
    [{ cpus: 64 }, "io-threads", 8],
    [{ cpus: 1 }, "lazyfree-lazy-eviction", undefined],
    [{ cpus: 1.5 }, "lazyfree-lazy-eviction", "yes"],
    [{ use: "cache" }, "client-output-buffer-limit", "pubsub 41mb 10mb 60"],
    [{ memoryMiB: 32 }, "client-output-buffer-limit", "pubsub 1mb 1mb 60"],
    [{ memoryMiB: 32 }, "maxclients", 256],
    [{ memoryMiB: 16_384 }, "maxclients", 10_000],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(some)}`, () => {
      expect(valueOf(tuneRedis({ memoryMiB: 512, cpus: 1, use: "cache", ...some }), name)).to.equal(value);
    });
  }

  it("keeps data below the limit, and the more so where it is kept on disk", () => {
    fc.assert(
      fc.property(inputs.memoryMiB, (memoryMiB) => {
        const [cache, queue] = [
          redisMaxMemoryMiB({ memoryMiB, use: "cache" }),
          redisMaxMemoryMiB({ memoryMiB, use: "queue" }),
        ];
        expect(cache * 1.2).to.be.at.most(memoryMiB);
        expect(queue * 1.7).to.be.at.most(memoryMiB);
        expect(queue).to.be.within(1, cache);
      }),
    );
  });

  it("grows with the limit", () => {
    fc.assert(
      fc.property(inputs.memoryMiB, inputs.use, (memoryMiB, use) => {
        expect(redisMaxMemoryMiB({ memoryMiB: memoryMiB + 1, use })).to.be.at.least(
          redisMaxMemoryMiB({ memoryMiB, use }),
        );
      }),
    );
  });
});

describe("redisConf", () => {
  it("is a line for each setting, sizes with their unit", () => {
    const conf = redisConf(tuneRedis({ memoryMiB: 512, cpus: 1, use: "cache" }));
    expect(conf).to.include("maxmemory 413mb\nmaxmemory-policy allkeys-lfu\n");
    expect(conf).to.include('save ""\n');
    expect(conf).to.include("tcp-keepalive 60\n");
  });
});

describe("each of Redis's settings", () => derivationTests(redisSettings, inputs));
