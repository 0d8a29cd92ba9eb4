import { expect } from "chai";
import { textTable } from "../../lib/report/table";

const columns = [{ heading: "NAME" }, { heading: "SIZE", right: true }, { heading: "WHY", stretch: 1 }];
const why = "a reason of several words that goes on for longer than any terminal of eighty columns is wide";
const rows = [
  ["db", "2GiB", why],
  ["automation", "512MiB", "short"],
];

describe("textTable", () => {
  it("keeps every row on one line for programs that read it", () => {
    expect(textTable(columns, rows).split("\n")).to.deep.equal([
      "NAME          SIZE  WHY",
      `db            2GiB  ${why}`,
      "automation  512MiB  short",
    ]);
  });

  it("wraps what may stretch in a terminal, and nothing else", () => {
    const lines = textTable(columns, rows, 80).split("\n");
    expect(lines.every((line) => line.length <= 80)).to.equal(true);
    expect(lines.length).to.be.above(3);
    expect(lines.join(" ").replace(/\s+/g, " ")).to.contain(why.slice(0, 30));
    expect(lines.at(-1)).to.equal("automation  512MiB  short");
  });

  it("has a heading where there is no row", () => {
    expect(textTable(columns, [])).to.equal("NAME  SIZE  WHY");
  });
});
