import { expect } from "chai";
import { redisConf, redisMaxMemoryMiB, tuneRedis, type RedisLimits } from "../../lib/tuning/redis";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

interface Tree {
  folder: string;
  version: string;
}
interface Server {
  cli: (...words: string[]) => Promise<string>;
  residentMiB: () => number;
}
const { provideRedis, withRedis } = tool("oracles/redis") as {
  provideRedis: () => Promise<Tree[]>;
  withRedis: <T>(tree: Tree, conf: string, action: (server: Server) => Promise<T>) => Promise<T | { refused: string }>;
};

const grid: RedisLimits[] = [];
for (const use of ["cache", "queue", "sessions"] as const) {
  for (const [memoryMiB, cpus] of [
    [32, 0.5],
    [512, 1],
    [4096, 8],
  ] as const) {
    grid.push({ memoryMiB, cpus, use });
  }
}

/** Sizes in bytes, and empty texts empty, as CONFIG GET prints them. */
const printed = (value: string): string =>
  value
    .split(" ")
    .map((word) => word.replace(/^(\d+)mb$/, (_, mib: string) => String(Number(mib) * 1_048_576)).replace('""', ""))
    .join(" ");

describe("the real Redis servers", function () {
  this.timeout(120_000);
  const trees = oracle("Redis of Debian 12 and 13", provideRedis);

  it("are of two majors", () => {
    expect(trees().map(({ version }) => version.split(".")[0])).to.deep.equal(["7", "8"]);
  });

  for (const limits of grid) {
    it(`start with what is derived from ${JSON.stringify(limits)}, and give each value back`, async () => {
      const conf = redisConf(tuneRedis(limits));
      for (const tree of trees()) {
        const outcome = await withRedis(tree, conf, async ({ cli }) => {
          for (const line of conf.trim().split("\n")) {
            const [, name = "", value = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
            const [, given = ""] = (await cli("CONFIG", "GET", name)).split("\n");
            // CONFIG GET tells the limits of every class of clients.
            if (name === "client-output-buffer-limit") expect(given, name).to.include(printed(value));
            else expect(given, name).to.equal(printed(value));
          }
        });
        expect(outcome, JSON.stringify(outcome)).to.equal(undefined);
      }
    });
  }

  it("stay below the limit when they are full of data", async () => {
    for (const use of ["cache", "queue"] as const) {
      const limits = { memoryMiB: 96, cpus: 1, use };
      for (const tree of trees()) {
        const outcome = await withRedis(tree, redisConf(tuneRedis(limits)), async ({ cli, residentMiB }) => {
          // A hundred values at a time: memory is looked at before a script and not within it.
          const some =
            "local n = redis.call('INCR', 'n') for i = 1, 100 do redis.pcall('SET', n..':'..i, string.rep('x', 2000)) end";
          await cli("-r", "600", "EVAL", some, "0");
          const used = Number(/used_memory:(\d+)/.exec(await cli("INFO", "memory"))?.[1]) / 1_048_576;
          return { used, resident: residentMiB() };
        });
        if ("refused" in outcome) throw new Error(outcome.refused);
        expect(outcome.used, "as full as it may be").to.be.above(redisMaxMemoryMiB(limits) * 0.95);
        expect(outcome.resident, use).to.be.below(limits.memoryMiB);
      }
    }
  });

  for (const wrong of ["maxmemory-policy allkeys-lucky", "appendfsync sometimes", "no-such-setting 1"]) {
    it(`refuse "${wrong}"`, async () => {
      for (const tree of trees()) {
        const outcome = await withRedis(tree, `${wrong}\n`, () => Promise.resolve({ refused: "" }));
        expect(outcome.refused).to.match(/FATAL CONFIG FILE ERROR|Unresolved Configuration/);
      }
    });
  }
});
