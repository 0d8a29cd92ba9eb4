import { expect } from "chai";
import fc from "fast-check";
import { ports } from "../../../lib/engines/docker/ports";

const port = fc.record({
  container: fc.integer({ min: 1, max: 5 }),
  host: fc.integer({ min: 1, max: 65_535 }),
  address: fc.constant("127.0.0.1"),
});

describe("ports", () => {
  it("are listed as the engine lists them: by container port, then host port", () => {
    const address = "127.0.0.1";
    const given = [
      { container: 80, host: 9000, address },
      { container: 80, host: 8000, address },
      { container: 9, host: 9999, address },
    ];
    expect(ports(given).ports).to.deep.equal([
      { internal: 9, external: 9999, ip: address, protocol: "tcp" },
      { internal: 80, external: 8000, ip: address, protocol: "tcp" },
      { internal: 80, external: 9000, ip: address, protocol: "tcp" },
    ]);
  });

  it("always name the address they bind to", () => {
    expect(ports([{ container: 80, host: 80, address: "0.0.0.0" }]).ports).to.deep.equal([
      { internal: 80, external: 80, ip: "0.0.0.0", protocol: "tcp" },
    ]);
  });

  it("don't depend on the order they are given in", () => {
    const unique = fc.uniqueArray(port, { selector: ({ host }) => host });
    fc.assert(
      fc.property(unique, (given) => {
        expect(ports(given.toReversed())).to.deep.equal(ports(given));
      }),
    );
  });
});
