import { expect } from "chai";
import { describeCount, describeMismatch, describeResource } from "../../../lib/testing/match/describe";
import { Match } from "../../../lib/testing/match/match";
import { closest, matching, matchResource, matchValues, type Pattern } from "../../../lib/testing/match/match-resource";
import { component, container, network, testResource } from "../../support/test-resources";

const shop = testResource("shop", {}, { type: component, custom: false });
const api = testResource(
  "api-container",
  { image: "api:1", memory: 512, user: "1000", healthcheck: { interval: "5s", timeout: "3s", retries: 3 } },
  { parent: shop },
);
const db = testResource(
  "db-container",
  { image: "postgres:18", memory: 1024, envs: ["PASSWORD=hunter2"] },
  { secrets: ["envs"] },
);
const web = testResource("web-container", { image: "nginx:1", memory: 64 });
const worker = testResource("worker-container", { image: "api:1", memory: 256 });
const net = testResource("net", { name: "net" }, { type: network });
const all = [shop, web, db, api, net, worker];

const names = (pattern: Pattern): string[] =>
  closest([web, db, api, worker], pattern).map(({ resource }) => resource.name);

describe("matchResource", () => {
  it("finds no difference where inputs match, whatever outputs say", () => {
    expect(matchResource(api, { memory: 512, user: Match.anyValue() })).to.deep.equal([]);
    expect(matchResource(testResource("a", {}, { outputs: { id: "1" } }), { id: "1" })).to.have.length(1);
  });

  it("gives each difference by its path", () => {
    expect(matchResource(api, { memory: 64, healthcheck: { interval: "1s" } })).to.deep.equal([
      { path: "memory", expected: "64", actual: "512" },
      { path: "healthcheck.interval", expected: '"1s"', actual: '"5s"' },
    ]);
  });

  it("holds other values than a resource's too, such as a stack's outputs", () => {
    expect(matchValues({ url: "http://a" }, { url: Match.secret() }, ["url"])).to.deep.equal([]);
    expect(matchValues({ url: "http://a" }, { url: Match.secret() })).to.have.length(1);
  });

  it("takes a matcher for all properties", () => {
    expect(matchResource(web, Match.exact({ image: "nginx:1", memory: 64 }))).to.deep.equal([]);
    expect(matchResource(web, Match.exact({ image: "nginx:1" }))).to.deep.equal([
      { path: "memory", expected: "nothing", actual: "64" },
    ]);
  });

  it("finds all that match, in their order", () => {
    expect(matching(all, { image: "api:1" })).to.deep.equal([api, worker]);
  });
});

describe("closest", () => {
  for (const [title, pattern, expected] of [
    [
      "the fewest differences first, and equals in the program's order",
      { image: "api:1", memory: 256, user: Match.absent(), name: "w" },
      ["worker-container", "web-container", "db-container", "api-container"],
    ],
    // One property is missing, against three that differ: but the one stands for four.
    [
      "what is missing counts with all that was expected of it",
      { healthcheck: { interval: "1s", timeout: "1s", retries: 1, startPeriod: "1s", tests: Match.absent() } },
      ["api-container", "web-container", "db-container", "worker-container"],
    ],
    ["none that matches", { image: "api:1" }, ["web-container", "db-container"]],
  ] as [string, Pattern, string[]][]) {
    it(`ranks ${title}`, () => {
      expect(names(pattern)).to.deep.equal(expected);
    });
  }

  it("gives no more than asked for, with cost and differences", () => {
    expect(closest(all, { memory: 65 }, 1)).to.deep.equal([
      { resource: shop, cost: 1, differences: [{ path: "memory", expected: "65", actual: "nothing" }] },
    ]);
  });
});

describe("describeMismatch", () => {
  for (const [title, type, pattern, ...lines] of [
    [
      "shows the three closest, each with its first differences, and no secret",
      container,
      { image: "api:1", memory: 64, envs: Match.arrayWith(["A=1"]), a: 1, b: 2, c: 3 },
      `None of 4 ${container} matches. Closest:`,
      '  "web-container", at the top of the stack:',
      '    image: expected "api:1", got "nginx:1"',
      '    envs: expected a list with ["A=1"], got nothing',
      "    a: expected 1, got nothing",
      "    b: expected 2, got nothing",
      "    c: expected 3, got nothing",
      `  "api-container", in ${component} "shop":`,
      "    memory: expected 64, got 512",
      '    envs: expected a list with ["A=1"], got nothing',
      "    a: expected 1, got nothing",
      "    b: expected 2, got nothing",
      "    c: expected 3, got nothing",
      '  "worker-container", at the top of the stack:',
      "    memory: expected 64, got 256",
      '    envs: expected a list with ["A=1"], got nothing',
      "    a: expected 1, got nothing",
      "    b: expected 2, got nothing",
      "    c: expected 3, got nothing",
    ],
    [
      "counts the differences it leaves out",
      network,
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 },
      `The only ${network} does not match:`,
      '  "net", at the top of the stack:',
      ...["a: expected 1", "b: expected 2", "c: expected 3", "d: expected 4", "e: expected 5"].map(
        (one) => `    ${one}, got nothing`,
      ),
      "    and 2 more",
    ],
    [
      "says what there is when nothing is of the type",
      "docker:index/contaner:Container",
      {},
      `There is no docker:index/contaner:Container in the stack. Did you mean ${container}? There are: ${container} (4), ${network} (1), ${component} (1).`,
    ],
  ] as [string, string, Pattern, ...string[]][]) {
    it(title, () => {
      expect(describeMismatch(all, type, pattern).split("\n")).to.deep.equal(lines);
    });
  }

  it("hides the secrets of what it shows", () => {
    const text = describeMismatch([db], container, { envs: ["PASSWORD=other"] });
    expect(text).to.contain('envs[0]: expected "PASSWORD=other", got [secret]').and.not.to.contain("hunter2");
  });

  it("names the resource that was asked for", () => {
    expect(describeResource(api, matchResource(api, { memory: 1 }))).to.equal(
      `${container} "api-container", in ${component} "shop", does not match:\n  memory: expected 1, got 512`,
    );
  });
});

describe("describeCount", () => {
  for (const [title, expected, pattern, ...lines] of [
    [
      "too many",
      1,
      undefined,
      `Expected 1 ${container}, there are 4: "api-container", "db-container", "web-container", "worker-container".`,
    ],
    [
      "too few that match",
      3,
      { image: "api:1" },
      `Expected 3 ${container} to match, 2 of 4 do: "api-container", "worker-container". Closest of the others:`,
      '  "web-container", at the top of the stack:',
      '    image: expected "api:1", got "nginx:1"',
      '  "db-container", at the top of the stack:',
      '    image: expected "api:1", got "postgres:18"',
    ],
    ["too many that match", 0, { memory: 64 }, `Expected no ${container} to match, 1 of 4 does: "web-container".`],
  ] as [string, number, Pattern | undefined, ...string[]][]) {
    it(`names those that are ${title}`, () => {
      expect(describeCount(all, container, expected, pattern).split("\n")).to.deep.equal(lines);
    });
  }

  it("says what there is when nothing is of the type", () => {
    expect(describeCount([], container, 2)).to.equal(
      `Expected 2 ${container}. There is no ${container} in the stack: the program registered no resource at all.`,
    );
    expect(describeCount([net], network, 2)).to.equal(`Expected 2 ${network}, there is 1: "net".`);
  });
});
