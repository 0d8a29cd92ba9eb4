import { expect } from "chai";
import fc from "fast-check";
import { describeShortage } from "../../lib/plan/shortage";

const host = { cpus: 2, memoryMiB: 4096, reserveMiB: 1024 };
const needs = [
  { name: "api", neededMiB: 512 },
  { name: "db", neededMiB: 2048 },
  { name: "automation", neededMiB: 1536 },
];

describe("describeShortage", () => {
  it("has nothing to tell where all fit", () => {
    expect(describeShortage(host, needs.slice(0, 2), "minimum")).to.equal(undefined);
  });

  it("has nothing to tell of a perfect fit", () => {
    expect(describeShortage(host, [{ name: "db", neededMiB: 3072 }], "minimum")).to.equal(undefined);
  });

  it("names every service, what there is, what is missing, and what would make it fit", () => {
    expect(describeShortage(host, needs, "minimum")).to.equal(
      [
        "1GiB of memory are missing on a host of 4GiB:",
        "  db          minimum 2GiB",
        "  automation  minimum 1536MiB",
        "  api         minimum 512MiB",
        "  together 4GiB; there are 3GiB, since 1GiB stay for the system and its page cache",
        "One of these makes it fit:",
        "  - a host of 5632MiB",
        `  - a minimum of 1GiB for "db", if it can live with that`,
        `  - "automation" on another host, which frees 1536MiB`,
      ].join("\n"),
    );
  });

  it("asks all to shrink where one alone can't", () => {
    const text = describeShortage({ ...host, memoryMiB: 3120 }, needs, "limit");
    expect(text).to.contain("each limit lowered by 49 %, if all can live with that");
  });

  it("asks for nothing that no program could live with", () => {
    const text = describeShortage({ ...host, memoryMiB: 1500 }, needs, "limit");
    expect(text).to.match(/One of these makes it fit:\n {2}- a host of 5632MiB$/);
  });

  it("only tells changes that do make it fit", () => {
    const some = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(some, (mib) => {
        const asked = mib.map((neededMiB, at) => ({ name: `s${at}`, neededMiB }));
        const text = describeShortage(host, asked, "limit");
        if (text === undefined) return;
        const elsewhere = /"(s\d)" on another host/.exec(text)?.[1];
        if (elsewhere === undefined) return;
        const rest = asked.filter(({ name }) => name !== elsewhere);
        expect(describeShortage(host, rest, "limit")).to.equal(undefined);
      }),
    );
  });
});
