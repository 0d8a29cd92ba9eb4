import { expect } from "chai";
import { ensureHost, hostOf } from "../../../tools/setup/host.mjs";

const info = (NCPU, gib) => ({ NCPU, MemTotal: gib * 1024 ** 3 });

describe("the host that the example plans for", () => {
  it("is its program's own where the machine is as large", () => {
    expect(hostOf(info(2, 8))).to.equal(undefined);
    expect(hostOf(info(16, 64))).to.equal(undefined);
  });

  it("is the machine where that is smaller, in either way", () => {
    expect(hostOf(info(8, 4))).to.equal("2cpu,4096MiB");
    expect(hostOf(info(1, 32))).to.equal("1cpu,8192MiB");
    expect(hostOf(info(2, 7.75))).to.equal("2cpu,7936MiB");
  });

  const said = async (config, engine) => {
    const calls = [];
    const pulumi = async (args) => {
      calls.push(args.join(" "));
      return { stdout: JSON.stringify(config) };
    };
    await ensureHost({ project: "pilotpros", pulumi }, { info: async () => engine });
    return calls;
  };

  it("is written into the stack's configuration once", async () => {
    expect(await said({}, info(2, 4))).to.deep.equal(["config --json", "config set host 2cpu,4096MiB"]);
  });

  it("is left alone where its user said it, or where it need not be said", async () => {
    expect(await said({ "pilotpros:host": { value: "1cpu,2GiB" } }, info(2, 4))).to.deep.equal(["config --json"]);
    expect(await said({}, info(4, 16))).to.deep.equal([]);
  });
});
