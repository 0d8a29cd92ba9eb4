import { expect } from "chai";
import { supportEnded } from "../../lib/images/support";
import { nodeMajors } from "../../lib/tuning/node";

describe("supportEnded", () => {
  for (const [program, major, today, ended] of [
    ["Node.js", 20, "2026-04-30T12:00:00Z", undefined], // the day itself counts
    ["Node.js", 20, "2026-05-01T00:00:00Z", "2026-04-30"],
    ["Node.js", 22, "2027-05-01T00:00:00Z", "2027-04-30"],
    ["Node.js", 21, "2030-01-01T00:00:00Z", undefined], // nothing is known of it
    ["Python", "3.10", "2026-11-01T00:00:00Z", "2026-10-31"], // and not 3.1
    ["Debian", "11", "2026-09-01T00:00:00Z", "2026-08-31"],
    ["Debian", 13, "2026-09-01T00:00:00Z", undefined],
    ["Alpine", "3.20", "2026-09-01T00:00:00Z", "2026-04-01"],
    ["Ubuntu", "22.04", "2027-06-02T00:00:00Z", "2027-06-01"],
    ["Perl", 5, "2030-01-01T00:00:00Z", undefined],
  ] as const) {
    it(`says ${ended ?? "nothing"} of ${program} ${major} on ${today.slice(0, 10)}`, () => {
      expect(supportEnded(program, major, new Date(today))).to.equal(ended);
    });
  }

  it("knows the end of every Node that a service can run on", () => {
    const far = new Date("2100-01-01T00:00:00Z");
    expect(nodeMajors.filter((major) => supportEnded("Node.js", major, far) === undefined)).to.deep.equal([]);
  });
});
