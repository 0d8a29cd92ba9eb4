import { expect } from "chai";
import { hostContradictions } from "../../lib/plan/host-rules";
import { facts } from "../support/facts";

const host = { cpus: 2, memoryMiB: 2048, reserveMiB: 512 };
const limits = (memoryMiB: number, cpus = 1) => ({ limits: { ...facts("x").limits, memoryMiB, cpus } });

describe("hostContradictions", () => {
  it("has nothing against a stack that fits to the last MiB", () => {
    expect(hostContradictions([facts("db", limits(1024, 2)), facts("api", limits(512))], host)).to.deep.equal([]);
  });

  it("tells of memory that is missing", () => {
    const [told, ...more] = hostContradictions([facts("db", limits(1024)), facts("api", limits(513))], host);
    expect(told).to.match(/^1MiB of memory are missing on a host of 2GiB:\n {2}db {3}limit 1GiB\n/);
    expect(more).to.deep.equal([]);
  });

  it("tells of CPUs that the host doesn't have, service by service", () => {
    expect(hostContradictions([facts("db", limits(512, 4)), facts("api", limits(512, 2))], host)).to.deep.equal([
      '"db" may use 4 CPUs, the host has 2: write cpus: 2, or take a larger host',
    ]);
  });

  it("tells of a disk that is too small, largest part first, where it is known", () => {
    const parts = (mib: number) => ({
      disk: [
        { what: "logs", mib: 30 },
        { what: "data", mib },
      ],
    });
    const stack = [facts("api", parts(10)), facts("db", parts(1000))];
    expect(hostContradictions(stack, host)).to.deep.equal([]);
    expect(hostContradictions(stack, { ...host, diskMiB: 1070 })).to.deep.equal([]);
    expect(hostContradictions(stack, { ...host, diskMiB: 1000 })).to.deep.equal([
      [
        "70MiB are missing on a disk of 1000MiB:",
        "  db: data 1000MiB",
        "  api: logs 30MiB",
        "  db: logs 30MiB",
        "  api: data 10MiB",
        "Take a larger disk, or lower storage.size",
      ].join("\n"),
    ]);
  });
});
