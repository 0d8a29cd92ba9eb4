import { expect } from "chai";
import {
  healthOf,
  imageName,
  isTroubled,
  serviceTable,
  timeToHealthy,
  workingSet,
} from "../../../tools/stack/services.mjs";
import { mebibytes, megabytes, table } from "../../../tools/stack/table.mjs";

const MiB = 1024 ** 2;

describe("memory in use", () => {
  for (const [title, stats, bytes] of [
    [
      "is without the inactive file cache of cgroup v2",
      { memory_stats: { usage: 100, stats: { inactive_file: 30 } } },
      70,
    ],
    [
      "is without the inactive file cache of cgroup v1",
      { memory_stats: { usage: 100, stats: { total_inactive_file: 40, inactive_file: 1 } } },
      60,
    ],
    ["is never negative", { memory_stats: { usage: 10, stats: { inactive_file: 30 } } }, 0],
    ["is unknown for a stopped container", { memory_stats: {} }, undefined],
    ["is unknown without an answer", undefined, undefined],
  ]) {
    it(title, () => {
      expect(workingSet(stats)).to.equal(bytes);
    });
  }
});

describe("the time to healthy", () => {
  const started = "2026-01-01T00:00:00.123456789Z";
  const probe = (second, ExitCode) => ({
    End: `2026-01-01T00:00:${String(second).padStart(2, "0")}.123999999Z`,
    ExitCode,
  });
  const time = (...Log) => timeToHealthy({ State: { StartedAt: started, Health: { Log } } });

  it("ends with the first probe that succeeded", () => {
    expect(time(probe(3, 1), probe(6, 0), probe(9, 0))).to.equal(6000);
  });

  it("can't be told while no probe has succeeded", () => {
    expect(time(probe(3, 1))).to.equal(undefined);
  });

  it("can't be told once the engine may have forgotten the first probes", () => {
    expect(time(probe(30, 0), probe(33, 0), probe(36, 0), probe(39, 0), probe(42, 0))).to.equal(undefined);
  });

  it("can't be told without a health check", () => {
    expect(timeToHealthy({ State: { StartedAt: started } })).to.equal(undefined);
  });
});

describe("an image's name", () => {
  for (const [named, image, name] of [
    ["nginx:1.30", undefined, "nginx:1.30"],
    ["sha256:0123456789abcdef", { RepoTags: ["shop:1"] }, "shop:1"],
    ["sha256:0123456789abcdef", { RepoTags: ["other-web:1", "shop-web:1"] }, "shop-web:1"],
    ["sha256:0123456789abcdef", { RepoTags: [], RepoDigests: ["shop@sha256:9"] }, "shop@sha256:9"],
    ["sha256:0123456789abcdef", undefined, "0123456789ab"],
  ]) {
    it(`of ${named} with ${JSON.stringify(image)} is ${name}`, () => {
      expect(imageName({ Name: "/shop-web", Config: { Image: named } }, image)).to.equal(name);
    });
  }
});

describe("a container", () => {
  const service = { "plimsoll.role": "service" };
  for (const { title, Labels = service, State, troubled } of [
    { title: "that is healthy is fine", State: { Status: "running", Health: { Status: "healthy" } }, troubled: false },
    {
      title: "that is unhealthy is troubled",
      State: { Status: "running", Health: { Status: "unhealthy" } },
      troubled: true,
    },
    { title: "that restarts is troubled", State: { Status: "restarting" }, troubled: true },
    {
      title: "of a service that ended, even well, is troubled",
      State: { Status: "exited", ExitCode: 0 },
      troubled: true,
    },
    {
      title: "of a task that did its work is fine",
      Labels: {},
      State: { Status: "exited", ExitCode: 0 },
      troubled: false,
    },
    {
      title: "of a task that failed is troubled",
      Labels: {},
      State: { Status: "exited", ExitCode: 3 },
      troubled: true,
    },
    { title: "that only carries files is fine", Labels: {}, State: { Status: "created" }, troubled: false },
  ]) {
    it(title, () => {
      expect(isTroubled({ Config: { Labels }, State })).to.equal(troubled);
    });
  }

  for (const [State, health] of [
    [{ Status: "running", Health: { Status: "starting" } }, "starting"],
    [{ Status: "running" }, "no check"],
    [{ Status: "exited", Health: { Status: "healthy" } }, "exited"],
  ]) {
    it(`with ${JSON.stringify(State)} is shown as ${health}`, () => {
      expect(healthOf({ State })).to.equal(health);
    });
  }
});

describe("the closing table", () => {
  it("shows each service by name with its numbers, and their sums", () => {
    const one = (service, memory, usage) => ({
      container: {
        Name: `/shop-${service}`,
        Config: { Image: `${service}:1`, Labels: { "plimsoll.service": service } },
        HostConfig: { Memory: memory * MiB },
        State: { Status: "running", Health: { Status: "healthy" } },
      },
      image: { Size: 207e6 },
      stats: { memory_stats: { usage: usage * MiB } },
      healthyAfter: 1234,
    });
    expect(serviceTable([one("web", 64, 5), one("db", 2048, 37)])).to.equal(
      [
        "service  image    size     limit   in use  health   healthy after",
        "-------  -----  ------  --------  -------  -------  -------------",
        "db       db:1   207 MB     2 GiB   37 MiB  healthy          1.2 s",
        "web      web:1  207 MB    64 MiB  5.0 MiB  healthy          1.2 s",
        "all                     2.06 GiB   42 MiB",
      ].join("\n"),
    );
  });
});

describe("numbers", () => {
  for (const [bytes, text] of [
    [0, "-"],
    [undefined, "-"],
    [5 * MiB, "5.0 MiB"],
    [37.4 * MiB, "37 MiB"],
    [1023 * MiB, "1023 MiB"],
    [1536 * MiB, "1.5 GiB"],
  ]) {
    it(`: ${bytes} bytes of memory are "${text}"`, () => {
      expect(mebibytes(bytes)).to.equal(text);
    });
  }

  it(": images are counted in millions of bytes, as Docker does", () => {
    expect(megabytes(207_400_000)).to.equal("207 MB");
    expect(megabytes(undefined)).to.equal("-");
  });

  it(": columns are as wide as their widest cell", () => {
    expect(table(["a", "b"], [["xxx", 1]], [1])).to.equal("a    b\n---  -\nxxx  1");
  });
});
