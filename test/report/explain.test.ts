import { expect } from "chai";
import { explain } from "../../lib/report/explain";
import type { SettledSetting } from "../../lib/tuning/setting";

const setting = (some: Partial<SettledSetting>): SettledSetting => ({
  name: "shared_buffers",
  place: "engine",
  value: 512,
  unit: "MB",
  from: ["memoryMiB"],
  reason: "a quarter of the memory limit",
  source: "the manual",
  overridden: false,
  ...some,
});

const cells = (some: Partial<SettledSetting>) =>
  explain({ settings: [setting(some)] })
    .split("\n")[1]
    ?.split(/ {2,}/);

describe("explain", () => {
  it("says value, origin, reason and source", () => {
    expect(cells({})).to.deep.equal([
      "shared_buffers",
      "512 MB",
      "memory",
      "a quarter of the memory limit",
      "the manual",
    ]);
  });

  it("says that a value never moves", () => {
    expect(cells({ from: [] })?.[2]).to.equal("always");
  });

  it("says that the user gave it", () => {
    expect(cells({ overridden: true, value: "1GB" })?.[2]).to.equal("given by you");
  });

  it("says where a setting is put that is not the engine's own", () => {
    expect(cells({ place: "container", name: "shm_size" })?.[0]).to.equal("shm_size (container)");
  });

  it("writes inputs as words", () => {
    expect(cells({ from: ["clientConnections", "slowQueryMs", "cpus"] })?.[2]).to.equal(
      "client connections, slow query, cpus",
    );
  });
});
