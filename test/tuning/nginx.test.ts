import { expect } from "chai";
import { tuneNginx } from "../../lib/tuning/nginx";
import { valueOf } from "../../lib/tuning/setting";

describe("tuneNginx", () => {
  for (const [name, limits, value] of [
    ["worker_processes", { cpus: 0.1 }, 1],
    ["worker_processes", { cpus: 1 }, 1],
    ["worker_processes", { cpus: 1.01 }, 2],
    ["worker_processes", { cpus: 4 }, 4],
    ["worker_connections", { memoryMiB: 31 }, 256], // the floor
    ["worker_connections", { memoryMiB: 64 }, 512],
    ["worker_connections", { memoryMiB: 128 }, 1024],
    ["worker_connections", { memoryMiB: 1024 }, 4096], // the ceiling
    ["keepalive_timeout", {}, 65],
    ["gzip_comp_level", {}, 5],
  ] as const) {
    it(`sets ${name} to ${value} with ${JSON.stringify(limits)}`, () => {
      expect(valueOf(tuneNginx({ memoryMiB: 128, cpus: 0.5, ...limits }), name)).to.equal(value);
    });
  }
});
