// What the kernel counted for a container: CPU time and memory of its control group, version 1 or 2.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const lines = (file) => readFileSync(file, "utf8").trim().split("\n");

/** Folders of the control group that process `pid` is in: one for CPU time, one for memory. */
export function controlGroup(pid) {
  const memberships = lines(`/proc/${pid}/cgroup`).map((line) => {
    const [, controllers, ...path] = line.split(":");
    return { controllers: controllers.split(","), path: path.join(":") };
  });
  const mounts = lines("/proc/self/mounts").map((line) => line.split(" "));
  const folder = (controller) => {
    const old = memberships.find(({ controllers }) => controllers.includes(controller));
    const [, mountPoint] = old
      ? mounts.find(([, , type, options]) => type === "cgroup" && options.split(",").includes(controller))
      : mounts.find(([, , type]) => type === "cgroup2");
    return join(mountPoint, (old ?? memberships.find(({ controllers: [first] }) => first === "")).path);
  };
  return readers(folder("cpuacct"), folder("memory"));
}

function readers(cpu, memory) {
  const numbers = (file) => Object.fromEntries(lines(file).map((line) => line.split(" ").slice(-2)));
  const version1 = existsSync(join(cpu, "cpuacct.usage"));
  const stat = () => numbers(join(memory, "memory.stat"));
  return {
    /** CPU time since the container started, in milliseconds. */
    cpuMs: () =>
      version1
        ? Number(readFileSync(join(cpu, "cpuacct.usage"), "utf8")) / 1e6
        : Number(numbers(join(cpu, "cpu.stat")).usage_usec) / 1e3,
    /** Memory that the kernel can't take back from it, in MiB: what a limit kills for. Page cache is not in it. */
    heldMiB() {
      const { total_rss: rss, total_shmem: shared, anon, shmem } = stat();
      return (Number(rss ?? anon) + Number(shared ?? shmem)) / 2 ** 20;
    },
    /** Processes that were killed for memory. */
    kills: () =>
      Number(
        (existsSync(join(memory, "memory.oom_control"))
          ? numbers(join(memory, "memory.oom_control"))
          : numbers(join(memory, "memory.events"))
        ).oom_kill,
      ),
  };
}

/** Follows `group` until `stop()`, which gives the peak of held memory in MiB and the kills, as last seen. */
export function watch(group, everyMs = 100) {
  const seen = { peakMiB: 0, kills: 0 };
  const look = () => {
    try {
      seen.peakMiB = Math.max(seen.peakMiB, group.heldMiB());
      seen.kills = Math.max(seen.kills, group.kills());
    } catch {
      // The container has ended, and its control group with it: what was seen last stands.
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { peakMiB: Math.round(seen.peakMiB), kills: seen.kills };
    },
  };
}
