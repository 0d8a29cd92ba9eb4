import { expect } from "chai";
import { mistakes } from "./mistakes";
import { failuresOf } from "./run-mistake";

describe("mistakes in a stack program", () => {
  it("are none in the example as it is", async () => {
    expect(await failuresOf()).to.deep.equal({});
  });

  for (const { title, edit, assertion, says } of mistakes)
    it(`are noticed: ${title}`, async () => {
      const failures = await failuresOf(edit);
      expect(failures[assertion], Object.keys(failures).join(" and ")).to.match(says);
      // A newcomer reads what is wrong, where, and what to write instead.
      expect(failures[assertion]).to.match(/: .+; .+|One of these makes it fit/);
    });
});
