import { expect } from "chai";
import { createHash } from "node:crypto";
import { describeStack, type DescribeOptions } from "../../lib/testing/snapshot";
import { unknown, type Plain, type TestOptions } from "../../lib/testing/test-resource";
import { component, container, network, testResource } from "../support/test-resources";

const sha = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** What is written of one container's inputs. */
const written = (inputs: Plain, options?: DescribeOptions, secrets: string[] = []): string =>
  describeStack([testResource("a", inputs, { secrets })], options)
    .replace(`${container} "a"\n`, "")
    .replaceAll(/^ {2}/gm, "");

const optionsOf = (options: Partial<TestOptions>): string =>
  describeStack([testResource("a", {}, { options })]).replace(`${container} "a"\n`, "");

describe("describeStack", () => {
  it("writes a tree by names, with inputs, options and what is waited for", () => {
    const net = testResource("net", { name: "shop" }, { type: network });
    const shop = testResource("shop", {}, { type: component, custom: false });
    const db = testResource("db", { memory: 64 }, { parent: shop });
    const api = testResource(
      "api",
      { ports: [{ internal: 80, external: 8080 }], image: unknown },
      { parent: shop, dependencies: [net, db, net], options: { deleteBeforeReplace: true } },
    );
    expect(describeStack([net, shop, db, api])).to.equal(`docker:index/network:Network "net"
  name: shop

plimsoll:index:OptimizedNodeService "shop"

  docker:index/container:Container "api"
    image: [unknown]
    ports:
      - external: 8080
        internal: 80
    (options)
      deleteBeforeReplace: true
    (waits for)
      - docker:index/container:Container "db"
      - docker:index/network:Network "net"

  docker:index/container:Container "db"
    memory: 64
`);
  });

  it("is the same however statements, keys and dependencies are ordered", () => {
    const stack = (turned: boolean): string => {
      const order = <T>(list: T[]): T[] => (turned ? list.toReversed() : list);
      const inputs = Object.fromEntries(order(Object.entries({ b: 1, a: { d: 1, c: 2 } })));
      const parent = testResource("shop", {}, { type: component });
      const net = testResource("net", {}, { type: network, parent });
      const db = testResource("net", inputs, { parent });
      const api = testResource("api", {}, { parent, dependencies: order([net, db]) });
      return describeStack(order([parent, net, db, api]));
    };
    expect(stack(true)).to.equal(stack(false));
  });

  it("puts what belongs to a resource that is left out at the top", () => {
    const part = testResource("part", {}, { parent: testResource("shop", {}, { type: component }) });
    expect(describeStack([part])).to.equal(`${container} "part"\n`);
  });

  it("says that there is nothing", () => {
    expect(describeStack([])).to.equal("(no resources)\n");
  });

  describe("of values", () => {
    const line = "x".repeat(121);
    const lines = Array.from({ length: 61 }, (_, index) => `line ${index}`);
    for (const [title, value, text] of [
      ["a plain text bare", "node --run start", "v: node --run start"],
      ["a number", 1.5, "v: 1.5"],
      ["a text that looks like a number in quotes", "0.5", 'v: "0.5"'],
      ["a text that looks like an exponent in quotes", "1e3", 'v: "1e3"'],
      ["a text that looks like a word of YAML in quotes", "true", 'v: "true"'],
      ["a text that looks like a placeholder in quotes", "[secret]", 'v: "[secret]"'],
      ["a text that looks like an entry in quotes", "a: b", 'v: "a: b"'],
      ["a text that ends in a colon in quotes", "a:", 'v: "a:"'],
      ["a text that looks like a list in quotes", "- a", 'v: "- a"'],
      ["an empty text in quotes", "", 'v: ""'],
      ["null", null, "v: null"],
      ["an empty list and object", { a: [], b: {} }, "v:\n  a: []\n  b: {}"],
      ["lists in lists", [["a", "b"], [{ c: 1, d: 2 }]], "v:\n  - - a\n    - b\n  - - c: 1\n      d: 2"],
      ["an odd key in quotes", { "a b": 1, "c.d/e-f": 2 }, 'v:\n  "a b": 1\n  c.d/e-f: 2'],
      ["nothing of what is undefined", { a: undefined, b: 1 }, "v:\n  b: 1"],
      ["a text of several lines as a block", "a\n\n  b\n", "v: |\n  a\n\n    b"],
      ["a block that ends without a line's end", ["a\nb"], "v:\n  - |-\n    a\n    b"],
      ["a long line by its beginning and hash", line, `v: ${"x".repeat(80)}… (121 characters, sha256 ${sha(line)})`],
      [
        "a long command broken at its spaces",
        `exec ${"-c word ".repeat(20)}end`,
        `v: >-\n  exec ${"-c word ".repeat(14)}-c\n  ${"word -c ".repeat(5)}word end`,
      ],
      [
        "two words that are one letter too long on two lines",
        `${"a".repeat(60)} ${"b".repeat(60)}`,
        `v: >-\n  ${"a".repeat(60)}\n  ${"b".repeat(60)}`,
      ],
      [
        "a very long one by its beginning",
        "word ".repeat(600),
        `v: ${"word ".repeat(16)}… (3000 characters, sha256 ${sha("word ".repeat(600))})`,
      ],
      [
        "a long line of a block too",
        `a\n${line}`,
        `v: |-\n  a\n  ${"x".repeat(80)}… (121 characters, sha256 ${sha(line)})`,
      ],
      [
        "a long block by its first lines and hash",
        lines.join("\n"),
        `v: |-\n  ${lines.slice(0, 20).join("\n  ")}\n  … (61 lines, sha256 ${sha(lines.join("\n"))})`,
      ],
      ["a block of sixty lines whole", lines.slice(1).join("\n"), `v: |-\n  ${lines.slice(1).join("\n  ")}`],
      ["the checkout's folder as a dot", `${process.cwd()}/backend:/app`, "v: ./backend:/app"],
      ["the checkout's folder alone", process.cwd(), "v: ."],
      ["the checkout's folder within a block", `cd ${process.cwd()}\nls`, "v: |-\n  cd .\n  ls"],
      ["no folder that only begins like it", `${process.cwd()}-2/a`, `v: ${process.cwd()}-2/a`],
      ["no folder that only ends like it", `/srv${process.cwd()}/a`, `v: /srv${process.cwd()}/a`],
    ] as [string, unknown, string][]) {
      it(`writes ${title}`, () => {
        expect(written({ v: value })).to.equal(`${text}\n`);
      });
    }

    it("writes the folder for temporary files as it is called on Linux", () => {
      const { TMPDIR } = process.env;
      process.env["TMPDIR"] = "/var/folders/x1/T";
      try {
        expect(written({ v: "/var/folders/x1/T/build.log", w: "/tmp/a" })).to.equal("v: /tmp/build.log\nw: /tmp/a\n");
      } finally {
        if (TMPDIR === undefined) delete process.env["TMPDIR"];
        else process.env["TMPDIR"] = TMPDIR;
      }
    });

    it("tells two long texts apart that begin alike", () => {
      expect(written({ v: `${line}a` })).not.to.equal(written({ v: `${line}b` }));
    });
  });

  describe("of secrets", () => {
    for (const [title, inputs, secrets, text] of [
      ["the whole value", { envs: ["P=hunter2"] }, ["envs"], "envs: [secret]"],
      ["one element", { envs: ["A=1", "P=hunter2"] }, ["envs[1]"], "envs:\n  - A=1\n  - [secret]"],
      [
        "one part",
        { uploads: [{ content: "hunter2", file: "/a" }] },
        ["uploads[0].content"],
        "uploads:\n  - content: [secret]\n    file: /a",
      ],
      ["one that is not known", { a: unknown }, ["a"], "a: [secret]"],
    ] as [string, Plain, string[], string][]) {
      it(`hides ${title}`, () => {
        expect(written(inputs, {}, secrets)).to.equal(`${text}\n`);
      });
    }

    it("asks no mask about them", () => {
      const asked: string[] = [];
      const mask = (path: string, value: unknown): undefined => void asked.push(`${path}=${JSON.stringify(value)}`);
      written({ a: 1, s: "hunter2", u: unknown }, { mask }, ["s"]);
      expect(asked).to.deep.equal(["a=1"]);
    });
  });

  describe("with a mask", () => {
    const inputs = { name: "shop-api:1a2b3c4d5e6f", triggers: { context: "1a2b3c4d5e6f" }, size: 123456789012 };

    it("hides each occurrence of its expressions in texts", () => {
      const text = "name: shop-api:[masked]\nsize: 123456789012\ntriggers:\n  context: [masked]\n";
      expect(written(inputs, { mask: [/[0-9a-f]{12}/] })).to.equal(text);
      expect(written(inputs, { mask: [/[0-9a-f]{12}/g] })).to.equal(text);
      expect(written({ a: "x1 x2", b: "x3" }, { mask: [/\d/y, /y/] })).to.equal(
        "a: x[masked] x[masked]\nb: x[masked]\n",
      );
    });

    it("shows what its function says of a value, whole objects too", () => {
      const mask = (path: string, _value: unknown, { name }: { name: string }): string | undefined =>
        path === "triggers" ? `[hash of ${name}]` : undefined;
      expect(written(inputs, { mask })).to.equal(
        "name: shop-api:1a2b3c4d5e6f\nsize: 123456789012\ntriggers: [hash of a]\n",
      );
    });
  });

  describe("of options", () => {
    it("writes none that are Pulumi's own, nor the version of an SDK", () => {
      expect(optionsOf({ version: "5.2.0", customTimeouts: {} })).to.equal("");
    });

    for (const [title, options, ...lines] of [
      ["protect", { protect: true, retainOnDelete: true }, "protect: true", "retainOnDelete: true"],
      ["an order of replacement, false as well", { deleteBeforeReplace: false }, "deleteBeforeReplace: false"],
      [
        "names in order",
        { ignoreChanges: ["b", "a"], replaceOnChanges: ["d", "c"] },
        "ignoreChanges:",
        "  - a",
        "  - b",
        "replaceOnChanges:",
        "  - c",
        "  - d",
      ],
      ["aliases", { aliases: [{ name: "old", noParent: true }] }, "aliases:", "  - name: old", "    noParent: true"],
      ["timeouts", { customTimeouts: { create: "5m" } }, "customTimeouts:", "  create: 5m"],
      [
        "a provider without stack, project and id",
        { provider: "urn:pulumi:dev::shop::my:Edge$pulumi:providers:docker::far::9f3c" },
        'provider: pulumi:providers:docker "far"',
      ],
      ["what it goes with", { deletedWith: `urn:pulumi:dev::shop::${network}::net` }, `deletedWith: ${network} "net"`],
      ["what it goes with by name", { deletedWith: "net", import: "abc" }, "deletedWith: net", "import: abc"],
    ] as [string, Partial<TestOptions>, ...string[]][]) {
      it(`writes ${title}`, () => {
        expect(optionsOf(options)).to.equal(["  (options)", ...lines.map((one) => `    ${one}`), ""].join("\n"));
      });
    }
  });
});
