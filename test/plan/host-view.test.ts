import { expect } from "chai";
import { divideHost } from "../../lib/plan/host-plan";
import { viewHost } from "../../lib/plan/host-view";
import { facts } from "../support/facts";

const host = { cpus: 2, memoryMiB: 2048, reserveMiB: 512 };
const plan = divideHost(host, [
  { name: "db", minimumMiB: 256, idealMiB: 1024, maximumMiB: 1024, weight: 1, cpus: 2, cpusReserved: 1 },
]);
const service = (name: string, memoryMiB: number) =>
  facts(name, { limits: { ...facts(name).limits, memoryMiB, cpusReserved: 1 } });

describe("viewHost", () => {
  it("gives the plan's reasons to services that have what it gave them", () => {
    const { services, leftMiB } = viewHost(host, [service("db", 1024), service("api", 256)], [plan]);
    expect(services.map(({ reason, idealMiB, sureCpus }) => [reason, idealMiB, sureCpus])).to.deep.equal([
      ["its ideal", 1024, 1],
      ["given in the program, or the component's default", undefined, 1],
    ]);
    expect(leftMiB).to.equal(256);
  });

  it("does not give a plan's reason to a limit that the program changed", () => {
    expect(viewHost(host, [service("db", 1000)], [plan]).services[0]).not.to.have.property("idealMiB");
  });

  it("tells what does not fit", () => {
    const { leftMiB, contradictions } = viewHost(host, [service("db", 1024), service("api", 1024)], []);
    expect(leftMiB).to.equal(-512);
    expect(contradictions).to.have.length(1);
  });
});
