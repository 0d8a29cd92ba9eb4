import { expect } from "chai";
import type { ContainerInspectInfo } from "dockerode";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedImages } from "../../lib/images/pinned";
import type { HealthProbe, ServiceSpec } from "../../lib/spec/service-spec";
import { docker, inside } from "../support/engine";
import { limits, shellService } from "../support/engine-specs";

/** What a row may look at: its container as the engine shows it. */
export interface Seen {
  container: ContainerInspectInfo;
  /** The container before the edit; the same one where there was none. */
  before: ContainerInspectInfo;
  /** The second part of the engine's interface version. */
  api: number;
}

/** Looks at a container; what it returns is of no interest. */
type Check = (seen: Seen) => unknown;

/** One provider trap: a container that would fall into it, and an edit that would be lost. */
export interface TrapRow {
  /** The trap's name, as its comment in lib/engines/docker has it, and what of it is shown. */
  title: string;
  first: ServiceSpec;
  /** What the engine must show after the first `up`. */
  there?: Check;
  /** Done between the two programs. */
  between?: Check;
  second?: ServiceSpec;
  /** What the engine must show after the edit. */
  applied?: Check;
}

const mib = 1024 ** 2;

const replaced = ({ container, before }: Seen) =>
  expect(container.Id, "the container must be another one").not.to.equal(before.Id);

const kept = ({ container, before }: Seen) =>
  expect(container.Id, "the container must be the same one").to.equal(before.Id);

const quotaOf = ({ container: { HostConfig } }: Seen): number =>
  HostConfig.NanoCpus ? HostConfig.NanoCpus / 1e9 : (HostConfig.CpuQuota ?? 0) / (HostConfig.CpuPeriod ?? 1);

const cpuRow = (name: string, cpus: number, edited: number): TrapRow => ({
  title: `cpus-spelling: ${cpus}, then ${edited}`,
  first: shellService(name, { limits: limits({ cpus }) }),
  there: (seen) => expect(quotaOf(seen)).to.equal(cpus),
  second: shellService(name, { limits: limits({ cpus: edited }) }),
  applied: (seen) => expect(quotaOf(seen)).to.equal(edited),
});

const memoryRow = (name: string, memoryMiB: number, edited: number): TrapRow => ({
  title: `swap-doubling: memory ${memoryMiB}, then ${edited} MiB, in place`,
  first: shellService(name, { limits: limits({ memoryMiB }) }),
  there: ({ container }) =>
    expect(container.HostConfig).to.include({ Memory: memoryMiB * mib, MemorySwap: memoryMiB * mib }),
  second: shellService(name, { limits: limits({ memoryMiB: edited }) }),
  applied(seen) {
    kept(seen);
    expect(seen.container.State.StartedAt).to.equal(seen.before.State.StartedAt);
    expect(seen.container.HostConfig).to.include({ Memory: edited * mib, MemorySwap: edited * mib });
  },
});

const probe = (more: Partial<HealthProbe>): HealthProbe => ({
  command: ["true"],
  intervalMs: 1000,
  timeoutMs: 10_000,
  startPeriodMs: 2000,
  retries: 10,
  ...more,
});

const healthOf = ({ container }: Seen) =>
  container.Config.Healthcheck as { Test: string[]; Timeout: number; Interval: number; StartInterval?: number };

const healthRows: TrapRow[] = [
  {
    title: "duration-spelling: 60s, 90s and 1h",
    first: shellService("durations", {
      health: probe({ intervalMs: 60_000, timeoutMs: 90_000, startPeriodMs: 3_600_000 }),
    }),
    there: (seen) => expect(healthOf(seen).Timeout).to.equal(90e9),
    second: shellService("durations", {
      health: probe({ intervalMs: 60_000, timeoutMs: 60_000, startPeriodMs: 3_600_000 }),
    }),
    applied: (seen) => expect(healthOf(seen).Timeout).to.equal(60e9),
  },
  {
    title: "duration-spelling: 1500ms",
    first: shellService("milliseconds", { health: probe({ intervalMs: 1500, timeoutMs: 2500 }) }),
    there: (seen) => expect(healthOf(seen)).to.include({ Interval: 1.5e9, Timeout: 2.5e9 }),
  },
  {
    title: "start-interval: probed each second at first where the engine can, else each 3 s",
    first: shellService("start-interval", { health: probe({ intervalMs: 30_000, startPeriodMs: 60_000 }) }),
    there({ container, api }) {
      const { Interval, StartInterval } = healthOf({ container, before: container, api });
      if (api >= 44) expect({ Interval, StartInterval }).to.deep.equal({ Interval: 30e9, StartInterval: 1e9 });
      else expect(Interval).to.equal(3e9);
    },
  },
  {
    title: "silent-edits: health check",
    first: shellService("health"),
    second: shellService("health", { health: probe({ command: ["test", "-d", "/tmp"] }) }),
    applied(seen) {
      replaced(seen);
      expect(healthOf(seen).Test).to.deep.equal(["CMD", "test", "-d", "/tmp"]);
    },
  },
];

const silentRows: TrapRow[] = [
  {
    title: "silent-edits: tmpfs, another size and one more",
    first: shellService("tmpfs", { scratch: [{ path: "/tmp", sizeMiB: 1, mode: "1777" }] }),
    there: ({ container }) => expect(container.HostConfig.Tmpfs).to.have.keys("/tmp"),
    second: shellService("tmpfs", {
      scratch: [
        { path: "/tmp", sizeMiB: 2, mode: "1777" },
        { path: "/scratch", sizeMiB: 1, mode: "0700", uid: 1000 },
      ],
    }),
    async applied(seen) {
      replaced(seen);
      expect(await inside(seen.container.Id, "df", "-m", "/tmp")).to.match(/\s2\s/);
      expect(await inside(seen.container.Id, "stat", "-c", "%u %a", "/scratch")).to.equal("1000 700");
    },
  },
  {
    title: "silent-edits: init",
    first: shellService("init", { command: ["while :; do sleep 1 & wait $!; done"] }),
    second: shellService("init", { command: ["while :; do sleep 1 & wait $!; done"], init: true }),
    async applied(seen) {
      replaced(seen);
      expect(await inside(seen.container.Id, "cat", "/proc/1/comm")).to.match(/init/);
    },
  },
  {
    title: "the order of the environment in a program is no change",
    first: shellService("order", { environment: { ONE: "1", TWO: "2" } }),
    second: shellService("order", { environment: { TWO: "2", ONE: "1" } }),
    applied: kept,
  },
];

const limitRows: TrapRow[] = [
  {
    title: "no-pids-limit: set, and still set after a restart and an update in place",
    first: shellService("pids", { limits: limits({ pids: 77 }) }),
    there: ({ container }) => expect(container.HostConfig.PidsLimit).to.equal(77),
    between: ({ container }) => docker.getContainer(container.Id).restart(),
    second: shellService("pids", { limits: limits({ pids: 77, memoryMiB: 24 }) }),
    applied(seen) {
      kept(seen);
      expect(seen.container.HostConfig).to.include({ PidsLimit: 77, Memory: 24 * mib });
    },
  },
  {
    title: "no-pids-limit: another limit makes another container",
    first: shellService("more-pids", { limits: limits({ pids: 40 }) }),
    second: shellService("more-pids", { limits: limits({ pids: 50 }) }),
    applied: ({ container }) => expect(container.HostConfig.PidsLimit).to.equal(50),
  },
  {
    title: "hardening and log rotation, as the engine shows them",
    first: shellService("hardened"),
    there({ container: { Config, HostConfig } }) {
      expect(Config.User).to.equal("1000:1000");
      expect(HostConfig).to.include({ ReadonlyRootfs: true, Privileged: false, ShmSize: 64 * mib });
      expect(HostConfig.CapDrop).to.deep.equal(["ALL"]);
      expect(HostConfig.CapAdd ?? []).to.deep.equal([]);
      expect(HostConfig.SecurityOpt).to.deep.equal(["no-new-privileges:true"]);
      expect(HostConfig.RestartPolicy).to.include({ Name: "unless-stopped" });
      expect(HostConfig.LogConfig).to.deep.equal({ Type: "json-file", Config: { "max-file": "3", "max-size": "10m" } });
    },
  },
];

const finished = "trap 'sleep 2; date > /tmp/finished; exit 0' TERM; while :; do sleep 1 & wait $!; done";

const dataRows: TrapRow[] = [
  {
    title: "emptied-volume: another label leaves the volume and its data",
    first: shellService("volume", { volumes: [{ purpose: "data", path: "/tmp" }] }),
    between: ({ container }) => inside(container.Id, "sh", "-c", "echo precious > /tmp/row"),
    second: shellService("volume", { volumes: [{ purpose: "data", path: "/tmp" }], component: "Renamed" }),
    async applied(seen) {
      replaced(seen);
      expect(await inside(seen.container.Id, "cat", "/tmp/row")).to.equal("precious");
    },
  },
  {
    title: "killed-at-once: a replaced container finishes its work first",
    first: shellService("graceful", { command: [finished], volumes: [{ purpose: "data", path: "/tmp" }] }),
    second: shellService("graceful", {
      command: [finished],
      volumes: [{ purpose: "data", path: "/tmp" }],
      environment: { EDITED: "yes" },
    }),
    async applied(seen) {
      replaced(seen);
      expect(await inside(seen.container.Id, "ls", "/tmp")).to.equal("finished");
    },
  },
];

/** Files and the secret among them; both must reach the container and the secret nobody else. */
export const secret = { first: "first-secret-of-the-matrix", second: "second-secret-of-the-matrix" };

const filesService = (password: string, setting: string): ServiceSpec =>
  shellService("files", {
    files: [
      { path: "/run/secrets/password", content: password },
      { path: "/etc/service/service.conf", content: setting },
    ],
  });

const fileRow: TrapRow = {
  title: "no-upload: files and secrets reach a read-only container, and so do their edits in one up",
  first: filesService(secret.first, "level = 1"),
  there: async ({ container }) => {
    expect(await inside(container.Id, "cat", "/run/secrets/password", "/etc/service/service.conf")).to.equal(
      `${secret.first}level = 1`,
    );
  },
  second: filesService(secret.second, "level = 2"),
  applied: async (seen) => {
    replaced(seen);
    expect(await inside(seen.container.Id, "cat", "/run/secrets/password", "/etc/service/service.conf")).to.equal(
      `${secret.second}level = 2`,
    );
  },
};

function portRow([one = 0, two = 0, three = 0]: readonly number[]): TrapRow {
  const published = (first: number, second: number): ServiceSpec["ports"] => [
    { container: 9000, host: second, address: "127.0.0.1" },
    { container: 8000, host: first, address: "127.0.0.1" },
  ];
  const bound = ({ container }: Seen): Record<string, string> => {
    const ports = Object.entries(container.NetworkSettings.Ports).filter(([, bindings]) => bindings);
    return Object.fromEntries(
      ports.map(([port, bindings]) => [port, bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`).join()]),
    );
  };
  return {
    title: "port-order, open-to-all: two ports in any order, on 127.0.0.1 only",
    first: shellService("ports", { ports: published(one, two) }),
    there: (seen) =>
      expect(bound(seen)).to.deep.equal({ "8000/tcp": `127.0.0.1:${one}`, "9000/tcp": `127.0.0.1:${two}` }),
    second: shellService("ports", { ports: published(three, one) }),
    applied: (seen) =>
      expect(bound(seen)).to.deep.equal({ "8000/tcp": `127.0.0.1:${three}`, "9000/tcp": `127.0.0.1:${one}` }),
  };
}

/** Writes the folders that the build rows build. */
export function writeContexts(folder: string): void {
  for (const name of ["rebuilt", "ignored"]) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "Dockerfile"), `FROM ${pinnedImages.nginx}\nCOPY . /application/\n`);
    writeFileSync(join(folder, name, ".dockerignore"), "notes.md\n");
    writeFileSync(join(folder, name, "message"), "one");
  }
}

function buildRows(folder: string): TrapRow[] {
  const built = (name: string): ServiceSpec =>
    shellService(name, { image: { build: { context: join(folder, name), dockerfile: "Dockerfile" } } });
  return [
    {
      title: "unseen-edit, stale-tag: an edited source file runs after one up, the image before is gone",
      first: built("rebuilt"),
      there: async ({ container }) => expect(await inside(container.Id, "cat", "/application/message")).to.equal("one"),
      between: () => writeFileSync(join(folder, "rebuilt", "message"), "two"),
      second: built("rebuilt"),
      async applied(seen) {
        replaced(seen);
        expect(await inside(seen.container.Id, "cat", "/application/message")).to.equal("two");
        const images = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
        const ours = images.filter((tag) => tag.startsWith(`${seen.container.Name.slice(1)}:`));
        expect(ours).to.have.lengthOf(1);
      },
    },
    {
      title: "unseen-edit: an ignored file leaves image and container alone",
      first: built("ignored"),
      between: () => writeFileSync(join(folder, "ignored", "notes.md"), "not sent to the engine"),
      second: built("ignored"),
      applied: kept,
    },
  ];
}

/** Every row. `folder` is for what is built, `ports` are three free ones in ascending order. */
export const trapRows = (folder: string, ports: readonly number[]): TrapRow[] => [
  cpuRow("cpu-whole", 1, 2),
  cpuRow("cpu-half", 0.5, 0.75),
  cpuRow("cpu-twentieth", 0.05, 0.07),
  cpuRow("cpu-quarters", 1.25, 1.5),
  memoryRow("memory-up", 16, 24),
  memoryRow("memory-down", 24, 16),
  ...healthRows,
  ...silentRows,
  ...limitRows,
  portRow(ports),
  fileRow,
  ...dataRows,
  ...buildRows(folder),
];
