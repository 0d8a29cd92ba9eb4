import { expect } from "chai";
import { hardening } from "../../../lib/engines/docker/hardening";
import { memoryLimit } from "../../../lib/engines/docker/memory";

describe("hardening", () => {
  it("takes root, a writable root, capabilities and new privileges away", () => {
    expect(hardening({ user: "999:999", init: false, scratch: [] })).to.deep.equal({
      user: "999:999",
      readOnly: true,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      privileged: false,
      init: false,
      tmpfs: {},
    });
  });

  for (const { title, folder, options } of [
    { title: "is not executable", folder: {}, options: "rw,nosuid,nodev,noexec,size=8m,mode=1777" },
    {
      title: "belongs to its user where one is named",
      folder: { uid: 101 },
      options: "rw,nosuid,nodev,noexec,size=8m,mode=1777,uid=101,gid=101",
    },
    {
      title: "belongs to root where root is named",
      folder: { uid: 0 },
      options: "rw,nosuid,nodev,noexec,size=8m,mode=1777,uid=0,gid=0",
    },
    {
      title: "runs programs only where asked",
      folder: { executable: true },
      options: "rw,nosuid,nodev,exec,size=8m,mode=1777",
    },
  ]) {
    it(`gives a folder in memory that ${title}`, () => {
      const scratch = [{ path: "/tmp", sizeMiB: 8, mode: "1777", ...folder }];
      expect(hardening({ user: "1:1", init: true, scratch }).tmpfs).to.deep.equal({ "/tmp": options });
    });
  }
});

describe("memoryLimit", () => {
  it("allows no swap: memory and swap together are the memory", () => {
    const limits = { memoryMiB: 512, memoryReservationMiB: 128, cpus: 1, cpusReserved: 0.5, pids: 64, shmMiB: 96 };
    expect(memoryLimit(limits)).to.deep.equal({ memory: 512, memorySwap: 512, memoryReservation: 128, shmSize: 96 });
  });
});
