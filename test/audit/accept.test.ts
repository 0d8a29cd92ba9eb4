import { expect } from "chai";
import fc from "fast-check";
import { accept, idle, readAcceptance, readAcceptances, type Acceptance } from "../../lib/audit/accept";
import type { Finding } from "../../lib/audit/finding";
import { redacted, shownInstruction } from "../../lib/audit/redact";

describe("acceptances", () => {
  const file = (entry: string): string => `accept:\n  - ${entry}\n`;
  const faults: [string, string, RegExp][] = [
    ["an empty file", "", /no list under accept/],
    ["an entry without a rule", file("{ reason: x }"), /^accept\[0\] names no rule$/],
    [
      "a misspelt rule",
      file("{ rule: no-shel, reason: x }"),
      /^accept\[0\]: there is no rule "no-shel"; did you mean "no-shell"\?$/,
    ],
    ["a rule without a reason", file("{ rule: no-shell }"), /no-shell is accepted without a reason/],
    ["an unknown field", file("{ rule: no-shell, reason: x, container: api }"), /"container" is none of/],
  ];
  for (const [title, content, expected] of faults)
    it(`are refused: ${title}`, () => expect(readAcceptances(content).faults.join()).to.match(expected));

  it("are read from a file and from the command line", () => {
    expect(readAcceptances(file("{ rule: no-shell, service: api, reason: a script starts it }"))).to.deep.equal({
      acceptances: [{ rule: "no-shell", service: "api", reason: "a script starts it" }],
      faults: [],
    });
    expect(readAcceptance("no-shell=a = b")).to.deep.equal({ rule: "no-shell", reason: "a = b" });
    expect(readAcceptance("no-shell=")).to.match(/gives no reason/);
    expect(readAcceptance("no-shell")).to.match(/gives no reason/);
  });

  const finding: Finding = { rule: "no-shell", severity: "note", problem: "x", remedy: "y", evidence: [], count: 0 };
  const subject = { image: "shop/api:1.2", container: "shop-dev-api", service: "api" };
  const matches: [Partial<Acceptance>, boolean][] = [
    [{}, true],
    [{ image: "shop/api:1.2" }, true],
    [{ image: "shop/api" }, true],
    [{ image: "shop/ap" }, false],
    [{ service: "api" }, true],
    [{ service: "shop-dev-api" }, true],
    [{ service: "web" }, false],
    [{ service: "api", image: "shop/web" }, false],
    [{ rule: "not-root" }, false],
  ];
  for (const [given, expected] of matches)
    it(`${expected ? "hold" : "do not hold"} for ${JSON.stringify(given)}`, () => {
      const acceptance = { rule: "no-shell", reason: "why not", ...given };
      const { findings, used } = accept([finding], [acceptance], subject);
      expect(findings[0]?.accepted).to.equal(expected ? "why not" : undefined);
      expect(used).to.have.length(expected ? 1 : 0);
    });

  it("are told when they are of no use, but for services that were not looked at", () => {
    const one = { rule: "size", reason: "x" };
    const other = { rule: "size", reason: "x", service: "web" };
    const useful = { rule: "no-shell", reason: "x" };
    expect(idle([one, other, useful], [useful], [subject])).to.deep.equal([one]);
  });
});

describe("instructions", () => {
  const rows: [string, string][] = [
    ["/bin/sh -c #(nop) COPY file:ab in /app ", "COPY file:ab in /app"],
    ["RUN |2 A=1 B=two /bin/sh -c npm ci # buildkit", "RUN npm ci"],
    ["|1 A=1 /bin/sh -c npm ci", "RUN npm ci"],
    ["/bin/sh -c apt-get  update\t&& true", "RUN apt-get update && true"],
    ["RUN /bin/sh -c curl https://me:hunter2@x/y # buildkit", "RUN curl https://***@x/y"],
    ["ADD https://ghp_0123456789@x/y?token=hunter2 /y # buildkit", "ADD https://***@x/y?token=*** /y"],
    ["ENV DB_PASSWORD=hunter2", "ENV DB_PASSWORD=***"],
    ["/bin/sh -c #(nop)  ENV DB_PASSWORD=two words PORT=80", "ENV DB_PASSWORD=*** PORT=80"],
    ["RUN |1 TOKEN=two words /bin/sh -c make", "RUN make"],
    ["RUN |1 A=b /bin/bash -o pipefail -c make | tee log # buildkit", "RUN make | tee log"],
    [`RUN /bin/sh -c ${"x".repeat(100)}`, `RUN ${"x".repeat(73)}...`],
  ];
  for (const [given, expected] of rows)
    it(`reads as ${expected}`, () => expect(shownInstruction(given)).to.equal(expected));

  it("tell no word of a secret, whatever is in it", () => {
    const word = fc.stringMatching(/^[a-z0-9!%&]{6,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.constantFrom("", '"', "'"), (words, quote) => {
        const value = `${quote}${words.join(" ")}${quote}`;
        const told = [
          `ENV DB_PASSWORD=${value}`,
          `LABEL a.token=${value} b=c`,
          `/bin/sh -c #(nop)  ARG API_KEY=${value}`,
          `RUN |2 NPM_TOKEN=${value} A=b /bin/sh -c make # buildkit`,
        ].map(shownInstruction);
        for (const one of words) expect(told.join()).not.to.contain(one);
      }),
    );
  });

  it("are whole but for secrets", () => {
    expect(redacted(`RUN |1 TOKEN="a b" /bin/sh -c make X=1`)).to.equal("RUN |1 TOKEN=*** /bin/sh -c make X=1");
  });
});
