import { fields, isUnknown, whenRunning } from "./view";

const isSet = (value: unknown): boolean => isUnknown(value) || (typeof value === "number" && value > 0);

/**
 * Without a limit one leak takes the host's memory, and the kernel ends whichever process it likes.
 * Source: Docker Engine, "Resource constraints".
 */
export const memoryLimit = whenRunning({
  name: "memory-limit",
  says: "has a memory limit",
  check: ({ inputs: { memory } }) =>
    isSet(memory)
      ? []
      : [
          {
            path: "memory",
            problem: "not limited: one leak takes the memory of the whole host",
            remedy: "write memory: 512, in MiB, or what it needs at its peak",
          },
        ],
});

/**
 * The engine adds as much swap again to a memory limit: a leak turns into a host that only swaps, and no limit is felt.
 * Measured: 256 MiB without memorySwap are read back as 512. Source: Docker Engine, "--memory-swap details".
 */
export const noSwap = whenRunning({
  name: "no-swap",
  says: "has no swap beyond its memory limit",
  check: ({ inputs: { memory, memorySwap } }) => {
    if (typeof memory !== "number" || memory <= 0 || isUnknown(memorySwap) || memorySwap === memory) return [];
    const remedy = `write memorySwap: ${memory}, the same as memory`;
    if (typeof memorySwap !== "number" || memorySwap === 0)
      return [{ path: "memorySwap", problem: `not given, so ${memory} MiB of swap are added to the memory`, remedy }];
    const much = memorySwap < 0 ? "without limit" : `${memorySwap - memory} MiB`;
    return [{ path: "memorySwap", problem: `the container may swap ${much} beyond its ${memory} MiB`, remedy }];
  },
});

/** One endless loop takes a core from everybody else. A set of cores is a limit as well. */
export const cpuLimit = whenRunning({
  name: "cpu-limit",
  says: "has a CPU limit",
  check: ({ inputs: { cpus, cpuQuota, cpuSet } }) => {
    const text = [cpus, cpuSet].some((value) => isUnknown(value) || (value != null && value !== "" && value !== "0"));
    if (text || isSet(cpuQuota)) return [];
    const problem = "not limited: one busy loop slows every other container down";
    return [{ path: "cpus", problem, remedy: 'write cpus: "1.0", or as many cores as it may take' }];
  },
});

/**
 * A json-file log grows until the disk is full, and then everything on the host fails at once. `local` rotates by itself;
 * what other drivers do is decided where they send to. Source: Docker Engine, "JSON File logging driver".
 */
export const logRotation = whenRunning({
  name: "log-rotation",
  says: "keeps a log that can't fill the disk",
  check: ({ inputs: { logDriver, logOpts } }) => {
    const remedy = 'write logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" }';
    if (logDriver === undefined || logDriver === null || logDriver === "")
      return [{ path: "logDriver", problem: "not given: the engine's own keeps every line for ever", remedy }];
    if (logDriver !== "json-file" || isUnknown(logOpts) || fields(logOpts)["max-size"] !== undefined) return [];
    return [{ path: "logOpts", problem: 'without "max-size" the log grows until the disk is full', remedy }];
  },
});
