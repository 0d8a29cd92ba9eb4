import { expect } from "chai";
import { readOptions } from "../../../tools/setup/options.mjs";

const known = { "purge-data": "deletes the data", yes: "asks nothing" };
const read = (...args) => readOptions({ command: "down", purpose: "Removes the stack.", known, args });

describe("a script's options", () => {
  it("are off unless given", () => {
    expect({ ...read() }).to.deep.equal({ "purge-data": false, yes: false, help: false });
  });

  it("are on when given", () => {
    expect(read("--purge-data", "--yes")).to.include({ "purge-data": true, yes: true });
  });

  for (const args of [["--purge"], ["--yes=no"], ["prod"], ["-y"]]) {
    it(`are refused as ${args.join(" ")}, with those there are`, () => {
      expect(() => read(...args)).to.throw(/\n {2}-> the options are:\n(?:.*\n)*.*--purge-data {2}deletes the data/);
    });
  }
});
