import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { describeDifference } from "../../../lib/testing/match/describe";
import { Match } from "../../../lib/testing/match/match";
import { matchValues } from "../../../lib/testing/match/match-resource";
import { unknown } from "../../../lib/testing/test-resource";
import { testResource } from "../../support/test-resources";

/** What is said of a value `x` that is held against a pattern; nothing when it matches. */
const said = (value: unknown, pattern: unknown, secrets: string[] = []): string[] =>
  matchValues({ x: value }, { x: pattern }, secrets).map(describeDifference);

const notKnown = "got a value that a preview does not know; run without `preview`, or expect Match.unknown()";
const port = { internal: 80, external: 8080, protocol: "tcp" };
const variables = ["A=1", "B=2", "C=3"];

interface Row {
  title: string;
  pattern: unknown;
  passes?: unknown[];
  fails?: [value: unknown, ...said: string[]][];
}

const rows: Row[] = [
  {
    title: "a literal text or number is that value",
    pattern: 512,
    passes: [512],
    fails: [
      [256, "x: expected 512, got 256"],
      ["512", 'x: expected 512, got "512"'],
      [undefined, "x: expected 512, got nothing"],
      [unknown, `x: expected 512, ${notKnown}`],
    ],
  },
  {
    title: "a literal object asks for what it names, also within lists",
    pattern: { ports: [{ internal: 80 }], log: { driver: "local" } },
    passes: [{ ports: [port], log: { driver: "local", opts: {} }, more: 1 }],
    fails: [
      [
        { ports: [{ internal: 81 }], log: {} },
        "x.ports[0].internal: expected 80, got 81",
        'x.log.driver: expected "local", got nothing',
      ],
      ["text", 'x: expected { ports: [{ internal: 80 }], log: { driver: "local" } }, got "text"'],
      [
        { ports: unknown, log: { driver: unknown } },
        `x.ports: expected [{ internal: 80 }], ${notKnown}`,
        `x.log.driver: expected "local", ${notKnown}`,
      ],
    ],
  },
  {
    title: "a literal list is the whole list in its order",
    pattern: ["a", "b"],
    passes: [["a", "b"]],
    fails: [
      [["a"], 'x[1]: expected "b", got nothing'],
      [["a", "b", "c"], 'x[2]: expected nothing, got "c"'],
      [["b", "a"], 'x[0]: expected "a", got "b"', 'x[1]: expected "b", got "a"'],
      [{ 0: "a" }, 'x: expected ["a", "b"], got { 0: "a" }'],
    ],
  },
  {
    title: "undefined is nothing, and inherited properties are none",
    pattern: { missing: undefined, constructor: undefined },
    passes: [{}, { missing: undefined }],
    fails: [[{ missing: 1 }, "x.missing: expected nothing, got 1"]],
  },
  {
    title: "exact takes no more than is named, at any depth, and matchers within",
    pattern: Match.exact({ ports: [{ internal: 80, external: Match.anyValue() }] }),
    passes: [{ ports: [{ internal: 80, external: 1 }] }, { ports: [{ internal: 80, external: 1, ip: undefined }] }],
    fails: [
      [{ ports: [port] }, 'x.ports[0].protocol: expected nothing, got "tcp"'],
      [{ ports: [{ internal: 80 }] }, "x.ports[0].external: expected any value, got nothing"],
      [{ ports: [{ internal: unknown, external: unknown }] }, `x.ports[0].internal: expected 80, ${notKnown}`],
    ],
  },
  {
    title: "objectLike says the literal aloud, within exact too",
    pattern: Match.exact({ log: Match.objectLike({ driver: "local" }) }),
    passes: [{ log: { driver: "local", opts: {} } }],
    fails: [[{ log: { driver: "none" } }, 'x.log.driver: expected "local", got "none"']],
  },
  {
    title: "arrayWith finds its items in any order",
    pattern: Match.arrayWith(["C=3", "A=1"]),
    passes: [variables, ["C=3", "A=1"]],
    fails: [
      [["A=1", "C=4"], 'x: expected among its elements "C=3", got "C=4", the nearest'],
      [["A=1", "zebra"], 'x: expected among its elements "C=3", got ["A=1", "zebra"]'],
      [[], 'x: expected among its elements "C=3", got []', 'x: expected among its elements "A=1", got []'],
      ["A=1", 'x: expected a list with ["C=3", "A=1"], got "A=1"'],
      [unknown, `x: expected a list with ["C=3", "A=1"], ${notKnown}`],
      [["A=1", unknown], `x[1]: expected "C=3", ${notKnown}`],
    ],
  },
  {
    title: "arrayWith shows the variable, or the text, that was most likely meant",
    pattern: Match.arrayWith(["URL=postgres://db/shop", "--verbose"]),
    fails: [
      [
        ["--verbos", "URLS=", "URL=x"],
        'x: expected among its elements "URL=postgres://db/shop", got "URL=x", the nearest',
        'x: expected among its elements "--verbose", got "--verbos", the nearest',
      ],
    ],
  },
  {
    title: "arrayWith compares an object with the element that is nearest",
    pattern: Match.arrayWith([{ internal: 80, external: 8080 }]),
    passes: [[{ internal: 1 }, port]],
    fails: [
      [
        [
          { internal: 1, external: 1 },
          { ...port, external: 9 },
        ],
        "x[1].external: expected 8080, got 9",
      ],
      [[{ internal: 1 }], "x: expected among its elements { internal: 80, external: 8080 }, got [{ internal: 1 }]"],
    ],
  },
  {
    title: "arrayWith gives no element to two items, and looks for another way to serve both",
    pattern: Match.arrayWith([Match.stringLikeRegexp("^A"), "A=1"]),
    passes: [["A=1", "A=2"]],
    fails: [
      [["A=1", "B=2"], 'x: expected among its elements one more "A=1", got ["A=1", "B=2"], where other items took it'],
    ],
  },
  {
    title: "absent is nothing",
    pattern: Match.absent(),
    passes: [undefined, null],
    fails: [
      [false, "x: expected nothing, got false"],
      [unknown, `x: expected nothing, ${notKnown}`],
    ],
  },
  {
    title: "anyValue is something, known or not",
    pattern: Match.anyValue(),
    passes: [0, "", false, {}, unknown],
    fails: [
      [undefined, "x: expected any value, got nothing"],
      [null, "x: expected any value, got null"],
    ],
  },
  {
    title: "not takes another value, and no missing one",
    pattern: Match.not("root"),
    passes: ["1000", ["root"]],
    fails: [
      ["root", 'x: expected not "root", got "root"'],
      [undefined, 'x: expected not "root", got nothing'],
      [unknown, `x: expected not "root", ${notKnown}`],
    ],
  },
  {
    title: "not decides by what is known",
    pattern: Match.not({ a: 1, b: 2 }),
    passes: [{ a: unknown, b: 3 }],
    fails: [
      [{ a: unknown, b: 2 }, `x.a: expected not { a: 1, b: 2 }, ${notKnown}`],
      [{ a: 1, b: 2 }, "x: expected not { a: 1, b: 2 }, got { a: 1, b: 2 }"],
    ],
  },
  {
    title: "not absent is something",
    pattern: Match.not(Match.absent()),
    passes: [1],
    fails: [
      [undefined, "x: expected not nothing, got nothing"],
      [unknown, `x: expected not nothing, ${notKnown}`],
    ],
  },
  {
    title: "stringLikeRegexp finds its expression in a text",
    pattern: Match.stringLikeRegexp("^postgres:1[78]"),
    passes: ["postgres:18-alpine"],
    fails: [
      ["my-postgres:18", 'x: expected a text like /^postgres:1[78]/, got "my-postgres:18"'],
      [18, "x: expected a text like /^postgres:1[78]/, got 18"],
      [undefined, "x: expected a text like /^postgres:1[78]/, got nothing"],
      [unknown, `x: expected a text like /^postgres:1[78]/, ${notKnown}`],
    ],
  },
  {
    title: "stringLikeRegexp begins anew with each text",
    pattern: Array<unknown>(3).fill(Match.stringLikeRegexp(/a$/gi)),
    passes: [["A", "bA", "a"]],
  },
  {
    title: "unknown is what a preview does not know",
    pattern: Match.unknown(),
    passes: [unknown],
    fails: [
      ["known", 'x: expected a value that only an update knows, got "known"'],
      [undefined, "x: expected a value that only an update knows, got nothing"],
    ],
  },
  {
    title: "the symbol means the same as the matcher",
    pattern: [unknown],
    passes: [[unknown]],
    fails: [[[1], "x[0]: expected [unknown], got 1"]],
  },
  {
    title: "secret asks for a secret",
    pattern: Match.secret(),
    fails: [
      ["hunter2", "x: expected a secret, got a value that is not secret"],
      [undefined, "x: expected a secret, got nothing"],
    ],
  },
  {
    title: "an Output in a pattern is refused",
    pattern: pulumi.output("a"),
    fails: [
      [
        "a",
        "x: expected a value or a matcher in the pattern, got an Output; take the value from the stack's resources or outputs",
      ],
    ],
  },
  {
    title: "a matcher that was not called is refused, behind not as well",
    pattern: Match.not({ user: Match.absent }),
    fails: [[{ user: 1 }, "x.user: expected not { user: [function] }, got a function; call it, as in Match.absent()"]],
  },
  {
    title: "an expression that is no matcher is refused",
    pattern: { image: /postgres/ },
    fails: [
      [
        { image: "postgres" },
        "x.image: expected a value or a matcher in the pattern, got a RegExp; write Match.stringLikeRegexp(...)",
      ],
    ],
  },
  {
    title: "a resource in a pattern is refused",
    pattern: { network: testResource("net", {}, { parent: testResource("parent") }) },
    fails: [
      [
        { network: "net" },
        "x.network: expected a value or a matcher in the pattern, got a resource; name the value of it that is meant, such as its name",
      ],
      ["net", 'x: expected { network: [resource] }, got "net"'],
    ],
  },
];

describe("Match", () => {
  for (const { title, pattern, passes = [], fails = [] } of rows) {
    it(title, () => {
      for (const value of passes) expect(said(value, pattern)).to.deep.equal([]);
      for (const [value, ...words] of fails) expect(said(value, pattern)).to.deep.equal(words);
    });
  }

  describe("of secrets", () => {
    for (const [title, value, pattern, secrets, ...words] of [
      ["takes a secret that matches", "a", Match.secret("a"), ["x"]],
      ["takes what lies within a secret", { y: ["a"] }, { y: [Match.secret("a")] }, ["x.y"]],
      ["takes a secret that is not known yet", unknown, Match.secret(), ["x"]],
      [
        "finds the secret of a list",
        ["A=1", "P=2"],
        Match.arrayWith([Match.secret(Match.stringLikeRegexp("^P="))]),
        ["x[1]"],
      ],
      ["hides a secret that differs", "hunter2", "a", ["x"], 'x: expected "a", got [secret]'],
      ["hides what lies within a secret", { y: "hunter2" }, { y: 1 }, ["x"], "x.y: expected 1, got [secret]"],
      [
        "hides a secret among other values",
        { y: "hunter2", z: 1 },
        1,
        ["x.y"],
        "x: expected 1, got { y: [secret], z: 1 }",
      ],
      [
        "hides the secrets of a list",
        ["A=2", "A=hunter2"],
        Match.arrayWith(["A=1"]),
        ["x[1]"],
        'x: expected among its elements "A=1", got "A=2", the nearest',
      ],
      [
        "shows no secret as the nearest",
        ["A=hunter2"],
        Match.arrayWith(["A=1"]),
        ["x[0]"],
        'x: expected among its elements "A=1", got [[secret]]',
      ],
      [
        "hides what should be secret",
        "hunter2",
        Match.secret("a"),
        [],
        "x: expected a secret, got a value that is not secret",
        'x: expected "a", got [secret]',
      ],
      [
        "says which parts are secret",
        ["a", "b"],
        Match.secret(),
        ["x[1]", "xy"],
        "x: expected a secret, got a value of which only x[1] is secret",
      ],
      [
        "says which element should be secret",
        ["A=1", "P=2"],
        Match.arrayWith([Match.secret("P=2")]),
        [],
        "x[1]: expected a secret, got a value that is not secret",
      ],
      [
        "says that a secret is not known",
        unknown,
        "a",
        ["x"],
        'x: expected "a", got [secret], a value that a preview does not know; run without `preview`, or expect Match.unknown()',
      ],
    ] as [string, unknown, unknown, string[], ...string[]][]) {
      it(title, () => {
        expect(said(value, pattern, secrets)).to.deep.equal(words);
      });
    }
  });

  describe("in words", () => {
    it("shows long texts from where they differ", () => {
      const file = "line\n".repeat(500);
      expect(said(`${file}b${file}`, `${file}a`)).to.deep.equal([
        `x: expected …"${"line\\n".repeat(4)}a", got …"${"line\\n".repeat(4)}b${"line\\n".repeat(19)}line"… (5001 characters)`,
      ]);
    });

    it("shortens long texts and long lists", () => {
      const [text = ""] = said("a".repeat(1000), 1);
      expect(text).to.match(/^x: expected 1, got "a{120}"… \(1000 characters\)$/);
      const [list = ""] = said(Array<number>(1000).fill(7), 1);
      expect(list).to.match(/…$/).and.to.have.length.below(300);
    });
  });

  describe("by properties", () => {
    const json = fc.jsonValue({ depthSize: "small" }) as fc.Arbitrary<unknown>;
    const object = fc.dictionary(fc.string(), json);

    it("exact matches a copy", () => {
      fc.assert(
        fc.property(json, (value) => {
          expect(said(structuredClone(value), Match.exact(value))).to.deep.equal([]);
        }),
      );
    });

    it("exact refuses what objectLike takes: an object with more in it", () => {
      fc.assert(
        fc.property(object, fc.string(), (value, extra) => {
          fc.pre(!Object.hasOwn(value, extra) && extra !== "__proto__");
          const more = { ...structuredClone(value), [extra]: 1 };
          expect(said(more, Match.objectLike(value))).to.deep.equal([]);
          expect(said(more, Match.exact(value))).to.have.length(1);
        }),
      );
    });

    it("arrayWith takes any part of a list in any order, and nothing beyond it", () => {
      const partOf = fc
        .array(json, { minLength: 1 })
        .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list)));
      fc.assert(
        fc.property(partOf, ([list, items]) => {
          expect(said(list, Match.arrayWith(items.map((item) => Match.exact(item))))).to.deep.equal([]);
          expect(said(list, Match.arrayWith([...list, Match.anyValue()]))).not.to.deep.equal([]);
        }),
      );
    });

    it("not is the opposite for every value that is there", () => {
      fc.assert(
        fc.property(json, json, (value, pattern) => {
          fc.pre(value !== null);
          expect(said(value, Match.not(pattern)).length === 0).to.equal(said(value, pattern).length > 0);
        }),
      );
    });

    it("no secret is ever told", () => {
      fc.assert(
        fc.property(json, json, (value, pattern) => {
          const text = said({ deep: ["hunter2", value], other: value }, pattern, ["x.deep"]).join("\n");
          expect(text).not.to.contain("hunter2");
        }),
      );
    });
  });
});
