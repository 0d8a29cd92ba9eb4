import { later, rows } from "./containers";

const leak =
  "memory: not limited: one leak takes the memory of the whole host; write memory: 512, in MiB, or what it needs at its peak";

rows("memory-limit", [
  ["what is known later", { memory: later }],
  ["none", { memory: undefined }, leak],
  ["nought, which is none", { memory: 0 }, leak],
]);

rows("no-swap", [
  ["what is known later", { memorySwap: later }],
  [
    "nothing said",
    { memorySwap: undefined },
    "memorySwap: not given, so 64 MiB of swap are added to the memory; write memorySwap: 64, the same as memory",
  ],
  [
    "more than memory",
    { memorySwap: 96 },
    "memorySwap: the container may swap 32 MiB beyond its 64 MiB; write memorySwap: 64, the same as memory",
  ],
  [
    "no end",
    { memorySwap: -1 },
    "memorySwap: the container may swap without limit beyond its 64 MiB; write memorySwap: 64, the same as memory",
  ],
]);

const loop =
  'cpus: not limited: one busy loop slows every other container down; write cpus: "1.0", or as many cores as it may take';

rows("cpu-limit", [
  ["what is known later", { cpus: later }],
  ["a quota", { cpus: undefined, cpuPeriod: 100_000, cpuQuota: 50_000 }],
  ["a set of cores", { cpus: undefined, cpuSet: "0-1" }],
  ["none", { cpus: undefined }, loop],
  ["a weight, which is no limit", { cpus: undefined, cpuShares: 512 }, loop],
]);

const rotate = 'write logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" }';

rows("log-rotation", [
  ["a driver that rotates by itself", { logDriver: "local", logOpts: undefined }],
  ["a driver that sends elsewhere", { logDriver: "journald", logOpts: undefined }],
  ["what is known later", { logDriver: later, logOpts: later }],
  [
    "no driver",
    { logDriver: undefined },
    `logDriver: not given: the engine's own keeps every line for ever; ${rotate}`,
  ],
  [
    "files without end",
    { logOpts: { "max-file": "3" } },
    `logOpts: without "max-size" the log grows until the disk is full; ${rotate}`,
  ],
]);
