import { expect } from "chai";
import fc from "fast-check";
import { subnetRange, subnetsOverlap } from "../../lib/units/subnet";

const address = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 255 })));
const subnet = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([parts, bits]) => `${parts.join(".")}/${bits}`);

describe("subnetRange", () => {
  for (const [text, first, last] of [
    ["0.0.0.0/0", 0, 2 ** 32 - 1],
    ["10.0.0.0/8", 10 * 2 ** 24, 11 * 2 ** 24 - 1],
    ["10.0.0.7/32", 10 * 2 ** 24 + 7, 10 * 2 ** 24 + 7],
    ["10.0.0.7/30", 10 * 2 ** 24 + 4, 10 * 2 ** 24 + 7],
    ["255.255.255.255/32", 2 ** 32 - 1, 2 ** 32 - 1],
  ] as const) {
    it(`gives ${text} the addresses ${first} to ${last}`, () => {
      expect(subnetRange(text)).to.deep.equal({ first, last });
    });
  }

  for (const [text, why] of [
    ["172.20.0.0", "has no prefix"],
    ["172.20.0/16", "has three parts"],
    ["172.20.0.256/16", "has a part above 255"],
    ["172.20.0.0/33", "has a prefix above 32"],
    ["172.20.0.0/-1", "has a negative prefix"],
    ["fd00::/64", "is IPv6"],
    ["", "is empty"],
  ] as const) {
    it(`refuses "${text}", which ${why}`, () => {
      expect(subnetRange(text)).to.equal(undefined);
    });
  }
});

describe("subnetsOverlap", () => {
  for (const [one, other, overlap] of [
    ["172.20.0.0/16", "172.20.0.0/16", true],
    ["172.20.0.0/16", "172.20.255.0/24", true],
    ["172.20.0.0/16", "172.21.0.0/16", false],
    ["172.20.0.0/14", "172.23.0.0/16", true],
    ["10.0.0.0/25", "10.0.0.128/25", false],
    ["0.0.0.0/0", "203.0.113.7/32", true],
    ["172.20.0.0/16", "fd00::/64", false],
  ] as const) {
    it(`says that ${one} and ${other} ${overlap ? "share" : "share no"} addresses`, () => {
      expect(subnetsOverlap(one, other)).to.equal(overlap);
    });
  }

  it("says the same of two subnets in either order", () => {
    fc.assert(fc.property(subnet, subnet, (one, other) => subnetsOverlap(one, other) === subnetsOverlap(other, one)));
  });

  it("says that a subnet overlaps itself", () => {
    fc.assert(fc.property(subnet, (one) => subnetsOverlap(one, one)));
  });

  it("says that a subnet overlaps every one that holds it", () => {
    fc.assert(
      fc.property(subnet, fc.integer({ min: 0, max: 32 }), (one, fewer) => {
        const [start = "", bits = ""] = one.split("/");
        return subnetsOverlap(one, `${start}/${Math.max(0, Number(bits) - fewer)}`);
      }),
    );
  });
});
