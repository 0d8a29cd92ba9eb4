import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { compareStacks, describeChanges, type CompareOptions } from "plimsoll/testing";
import { Box, container, labelled, run, volume } from "./programs";

class Vault extends pulumi.CustomResource {
  constructor(name: string, args: Record<string, unknown>, options?: pulumi.CustomResourceOptions) {
    super("vault:index:Vault", name, args, options);
  }
}

interface Row {
  title: string;
  before: () => unknown;
  after: () => unknown;
  options?: CompareOptions;
  /** As `describeChanges` has it. */
  changes: string[];
}

const network = (args: docker.NetworkArgs = {}, options?: pulumi.CustomResourceOptions): docker.Network =>
  new docker.Network("net", { name: "net", ...args }, options);

const inNetwork = (net: docker.Network, options?: pulumi.CustomResourceOptions): docker.Container =>
  container({ networksAdvanced: [{ name: net.name }] }, options);

const rows: Row[] = [
  {
    title: "the same program changes nothing",
    before: () => container(),
    after: () => container(),
    changes: ["nothing changes"],
  },
  {
    title: "what is new is created, what is gone is deleted, children before their parents",
    before: () => new Box("old", (box) => volume("old-data", { driver: "a" }, { parent: box })),
    after: () => container(),
    changes: [
      'create docker:index/container:Container "web"',
      'delete docker:index/volume:Volume "old-data"',
      'delete upgrade:index:Box "old"',
    ],
  },
  {
    title: "what is only looked at belongs to somebody else",
    before: () => container(),
    after: () => {
      docker.Network.get("shared", "network-id");
      container();
    },
    changes: ["nothing changes"],
  },
  {
    title: "memory is updated in place",
    before: () => container({ memory: 64 }),
    after: () => container({ memory: 96 }),
    changes: ['update docker:index/container:Container "web"', "  memory: 64 -> 96"],
  },
  {
    title: "of a set what is gone and what is new is shown",
    before: () => container({ envs: ["A=1", "B=1"] }),
    after: () => container({ envs: ["B=1", "A=2"] }),
    changes: ['replace docker:index/container:Container "web"', '  envs: ["A=1"] -> ["A=2"], which replaces it'],
  },
  {
    title: "the order of a command counts",
    before: () => container({ command: ["a", "b"] }),
    after: () => container({ command: ["b", "a"] }),
    changes: [
      'replace docker:index/container:Container "web"',
      '  command[0]: "a" -> "b", which replaces it',
      '  command[1]: "b" -> "a", which replaces it',
    ],
  },
  {
    title: "a secret is compared and not shown",
    before: () => container({ envs: pulumi.secret(["A=one-secret"]) }),
    after: () => container({ envs: pulumi.secret(["A=other-secret"]) }),
    changes: ['replace docker:index/container:Container "web"', "  envs: [secret] -> [secret], which replaces it"],
  },
  {
    title: "a secret that stays is no change",
    before: () => container({ envs: pulumi.secret(["A=one-secret"]) }),
    after: () => container({ envs: pulumi.secret(["A=one-secret"]) }),
    changes: ["nothing changes"],
  },
  {
    title: "ignored paths are no change",
    before: () => volume("data", { driverOpts: { "a.b": "1", c: "1" }, ...labelled("first") }),
    after: () =>
      volume(
        "data",
        { driverOpts: { "a.b": "2", c: "1" }, ...labelled("second") },
        { ignoreChanges: ['driverOpts["a.b"]', "labels[*].value"] },
      ),
    changes: ["nothing changes"],
  },
  {
    title: "a path that is ignored does not hide its neighbour",
    before: () => volume("data", { driverOpts: { a: "1", b: "1" } }),
    after: () => volume("data", { driverOpts: { a: "2", b: "2" } }, { ignoreChanges: ["driverOpts.a"] }),
    changes: ['replace docker:index/volume:Volume "data"', '  driverOpts.b: "1" -> "2", which replaces it'],
  },
  {
    title: "all is ignored by a star",
    before: () => volume("data", labelled("first")),
    after: () => volume("data", { driver: "other" }, { ignoreChanges: ["*"] }),
    changes: ["nothing changes"],
  },
  {
    title: "a path can be made to replace",
    before: () => container({ memory: 64 }),
    after: () => container({ memory: 96 }, { replaceOnChanges: ["memory"] }),
    changes: ['replace docker:index/container:Container "web"', "  memory: 64 -> 96, which replaces it"],
  },
  {
    title: "a network's replacement takes its containers with it, even by a name that stays",
    before: () => inNetwork(network()),
    after: () => inNetwork(network({ internal: true })),
    changes: [
      'replace docker:index/network:Network "net"',
      "  internal: nothing -> true, which replaces it",
      'replace docker:index/container:Container "web"',
      '  networksAdvanced: [{ name: "net" }] -> [known later], which replaces it',
      '  because docker:index/network:Network "net" is replaced',
    ],
  },
  {
    title: "a name that stays is no reason where the new network comes first",
    before: () => inNetwork(network({}, { deleteBeforeReplace: false })),
    after: () => inNetwork(network({ internal: true }, { deleteBeforeReplace: false })),
    changes: ['replace docker:index/network:Network "net"', "  internal: nothing -> true, which replaces it"],
  },
  {
    title: "to wait for a resource is no reason",
    before: () => container({}, { dependsOn: network() }),
    after: () => container({}, { dependsOn: network({ internal: true }) }),
    changes: ['replace docker:index/network:Network "net"', "  internal: nothing -> true, which replaces it"],
  },
  {
    title: "a rename without an alias",
    before: () => volume("data", { name: "data" }),
    after: () => volume("store", { name: "data" }),
    changes: [
      'create docker:index/volume:Volume "store"',
      'delete docker:index/volume:Volume "data", known as "store" from now on?',
    ],
  },
  {
    title: "a rename with an alias, and a change",
    before: () => volume("data", { name: "data" }),
    after: () => volume("store", labelled("first"), { aliases: [{ name: "data" }] }),
    changes: [
      'replace docker:index/volume:Volume "store", formerly "data"',
      '  labels: nothing -> [{ label: "edition", value: "first" }], which replaces it',
    ],
  },
  {
    title: "a whole URN as alias, of another stack's program",
    before: () => volume("data"),
    after: () => volume("store", {}, { aliases: ["urn:pulumi:test::shop::docker:index/volume:Volume::data"] }),
    changes: ["nothing changes"],
  },
  {
    title: "a child that leaves its component, with an alias",
    before: () => new Box("box", (box) => volume("box-data", {}, { parent: box })),
    after: () => {
      const parent = new Box("box");
      volume("box-data", {}, { aliases: [{ parent }] });
    },
    changes: ["nothing changes"],
  },
  {
    title: "a volume that goes into a component, with an alias",
    before: () => volume("data"),
    after: () =>
      new Box("box", (parent) => volume("data", {}, { parent, aliases: [{ parent: pulumi.rootStackResource }] })),
    changes: ['create upgrade:index:Box "box"'],
  },
  {
    title: "a generated name is another one after a replacement",
    before: () => container({ volumes: [{ volumeName: volume("data").name, containerPath: "/data" }] }),
    after: () => container({ volumes: [{ volumeName: volume("data", { driver: "x" }).name, containerPath: "/data" }] }),
    changes: [
      'replace docker:index/volume:Volume "data"',
      '  driver: nothing -> "x", which replaces it',
      'replace docker:index/container:Container "web"',
      '  volumes: [{ containerPath: "/data", volumeName: "data" }] -> [known later], which replaces it',
      '  because docker:index/volume:Volume "data" is replaced',
    ],
  },
  {
    title: "what is only secret from now on, or no longer, is no change",
    before: () => container({ envs: ["A=one"], user: "1", hostname: pulumi.secret("web") }),
    after: () => container({ envs: pulumi.secret(["A=one"]), user: pulumi.secret("2"), hostname: "web" }),
    changes: ['replace docker:index/container:Container "web"', '  user: "1" -> [secret], which replaces it'],
  },
  {
    title: "ids and generated names stay with what is found by an alias",
    before: () => {
      const image = new docker.RemoteImage("image", { name: "nginx" }).imageId;
      container({ image, volumes: [{ volumeName: volume("data").name }], hostname: network().id });
    },
    after: () => {
      const from = (name: string) => ({ aliases: [{ name }] });
      const image = new docker.RemoteImage("site", { name: "nginx" }, from("image")).imageId;
      const net = new docker.Network("other", { name: "net" }, from("net"));
      const data = volume("store", {}, from("data"));
      container({ image, volumes: [{ volumeName: data.name }], hostname: net.id });
    },
    changes: ["nothing changes"],
  },
  {
    title: "children follow their component's alias, with names that begin with its name",
    before: () => new Box("box", (box) => volume("box-data", {}, { parent: box })),
    after: () => new Box("crate", (box) => volume("crate-data", {}, { parent: box }), { aliases: [{ name: "box" }] }),
    changes: ["nothing changes"],
  },
  {
    title: "grandchildren too",
    before: () =>
      new Box(
        "box",
        (box) => new Box("box-in", (inner) => volume("box-in-data", {}, { parent: inner }), { parent: box }),
      ),
    after: () =>
      new Box(
        "crate",
        (box) => new Box("crate-in", (inner) => volume("crate-in-data", {}, { parent: inner }), { parent: box }),
        { aliases: [{ name: "box" }] },
      ),
    changes: ["nothing changes"],
  },
  {
    title: "another provider's input may replace",
    before: () => new Vault("vault", { size: 1 }),
    after: () => new Vault("vault", { size: 2 }),
    changes: ['perhaps replace vault:index:Vault "vault"', "  size: 1 -> 2, which may replace it"],
  },
  {
    title: "a test can say which of another provider's inputs replace",
    before: () => new Vault("vault", { size: 1, place: "a" }),
    after: () => new Vault("vault", { size: 2, place: "a" }),
    options: { replacing: { "vault:index:Vault": ["place"] } },
    changes: ['update vault:index:Vault "vault"', "  size: 1 -> 2"],
  },
];

describe("compareStacks", () => {
  for (const { title, before, after, options, changes } of rows) {
    it(title, async () => {
      const found = compareStacks(await run(before), await run(after), options);
      expect(describeChanges(found).trimEnd().split("\n")).to.deep.equal(changes);
    });
  }

  it("refuses two stacks that are not one", async () => {
    const other = await import("plimsoll/testing").then(({ TestStack }) =>
      TestStack.run(() => container(), { project: "other" }),
    );
    const one = await run(() => container());
    expect(() => compareStacks(one, other)).to.throw("two different stacks: shop/test and other/test; run both");
  });
});
