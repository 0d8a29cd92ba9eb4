import { expect } from "chai";
import { pleasesN8n, secrets } from "../../../tools/setup/secrets.mjs";

describe("generated secrets", () => {
  for (const [name, make] of Object.entries(secrets)) {
    it(`: ${name} is long, needs no quoting, and is another one each time`, () => {
      const made = Array.from({ length: 50 }, make);
      expect(new Set(made).size).to.equal(50);
      for (const text of made) expect(text).to.match(/^[\w-]{32,64}$/);
    });
  }

  it("are those that the example asks for", async () => {
    const { readFileSync } = await import("node:fs");
    const config = readFileSync(new URL("../../../examples/pilotpros/config.ts", import.meta.url), "utf8");
    const asked = [...config.matchAll(/requireSecret\("(\w+)"\)/g)].map(([, name]) => name);
    expect(Object.keys(secrets).toSorted()).to.deep.equal(asked.toSorted());
  });

  it("give n8n's owner a password that n8n takes, always", () => {
    for (let count = 0; count < 200; count++) expect(pleasesN8n(secrets.n8nOwnerPassword())).to.equal(true);
  });

  for (const [text, pleases] of [
    ["Abcdefg1", true],
    ["Abcdef1", false],
    ["abcdefg1", false],
    ["Abcdefgh", false],
    [`A1${"a".repeat(62)}`, true],
    [`A1${"a".repeat(63)}`, false],
  ]) {
    it(`: n8n ${pleases ? "takes" : "refuses"} a password such as ${text}`, () => {
      expect(pleasesN8n(text)).to.equal(pleases);
    });
  }
});
