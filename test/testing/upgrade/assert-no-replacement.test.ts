import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { StaticSite } from "plimsoll";
import { assertNoReplacement, recordStack, type NoReplacementOptions } from "plimsoll/testing";
import { Box, container, labelled, run, volume } from "./programs";

const failure = async (
  before: () => unknown,
  after: () => unknown,
  options?: NoReplacementOptions,
): Promise<string> => {
  const outcome = await assertNoReplacement(before, after, options).then(
    () => "it passed",
    (error: unknown) => error,
  );
  return outcome instanceof Error ? outcome.message : String(outcome);
};

const changed = [() => volume("data", labelled("first")), () => volume("data", labelled("second"))] as const;

describe("assertNoReplacement", () => {
  it("passes where all that holds data stays, whatever else is replaced", async () => {
    await assertNoReplacement(
      () => [volume("data"), container({ envs: ["A=1"] })],
      () => [volume("data"), container({ envs: ["A=2"] })],
    );
  });

  it("says what happens to a volume, why, what it means for the data and what helps", async () => {
    expect(await failure(...changed)).to.equal(
      [
        "The update would not keep 1 of the resources that hold data:",
        "",
        'docker:index/volume:Volume "data" would be replaced',
        '  labels: [{ label: "edition", value: "first" }] -> [{ label: "edition", value: "second" }], which replaces it',
        "  Docker deletes the volume with all its data, and the update reports success",
        '  remedy: undo the change, or write ignoreChanges: ["labels"]',
      ].join("\n"),
    );
  });

  const rows: {
    title: string;
    before: () => unknown;
    after: () => unknown;
    options?: NoReplacementOptions;
    says: string;
  }[] = [
    {
      title: "a rename, with the alias to write",
      before: () => volume("data", { name: "a" }),
      after: () => volume("store", { name: "a" }),
      says: 'remedy: give "store" the option aliases: [{ name: "data" }]',
    },
    {
      title: "a child that left its component",
      before: () => new Box("box", (box) => volume("box-data", {}, { parent: box })),
      after: () => [new Box("box"), volume("box-data")],
      says: 'remedy: give "box-data" the option aliases: [{ parent: "urn:pulumi:test::project::upgrade:index:Box::box" }]',
    },
    {
      title: "a child that went into a component",
      before: () => volume("data"),
      after: () => new Box("box", (box) => volume("data", {}, { parent: box })),
      says: 'remedy: give "data" in "box" the option aliases: [{ parent: pulumi.rootStackResource }]',
    },
    {
      title: "a component renamed: one alias is enough",
      before: () => new Box("box", (box) => volume("box-data", {}, { parent: box })),
      after: () => new Box("crate", (box) => volume("crate-data", {}, { parent: box })),
      says: 'remedy: give its component "crate" the option aliases: [{ name: "box" }]',
    },
    {
      title: "a volume that is no longer there",
      before: () => volume("data"),
      after: () => undefined,
      says: "would be deleted: the program has it no more",
    },
    {
      title: "a protected volume: the engine refuses",
      before: () => volume("data", labelled("first"), { protect: true }),
      after: () => volume("data", labelled("second"), { protect: true }),
      says: "the engine refuses the whole update",
    },
    {
      title: "a retained volume: the new one takes over the old one's data",
      before: () => volume("data", labelled("first"), { retainOnDelete: true }),
      after: () => volume("data", labelled("second"), { retainOnDelete: true }),
      says: "the new one of the same name takes it over with its data and old settings",
    },
    {
      title: "retainOnDelete that comes too late",
      before: changed[0],
      after: () => volume("data", labelled("second"), { retainOnDelete: true }),
      says: "retainOnDelete counts only from the update after the one that brings it",
    },
    {
      title: "a container that the program protects, without being asked for",
      before: () => container({ envs: ["A=1"] }, { protect: true }),
      after: () => container({ envs: ["A=2"] }),
      says: 'docker:index/container:Container "web" would be replaced',
    },
    {
      title: "a container asked for by its class",
      before: () => container({ envs: ["A=1"] }),
      after: () => container({ envs: ["A=2"] }),
      options: { keep: [docker.Container] },
      says: 'docker:index/container:Container "web" would be replaced',
    },
    {
      title: "a container asked for by its name, replaced with its network",
      before: () => container({ networksAdvanced: [{ name: new docker.Network("net", { name: "n" }).name }] }),
      after: () => container({ networksAdvanced: [{ name: new docker.Network("net", { name: "m" }).name }] }),
      options: { keep: ["web"] },
      says: 'remedy: keep docker:index/network:Network "net" from being replaced',
    },
    {
      title: "everything",
      before: () => container({ envs: ["A=1"] }),
      after: () => container({ envs: ["A=2"] }),
      options: { keep: "everything" },
      says: "The update would not keep 1 of all resources:",
    },
    {
      title: "a name that the earlier version does not have",
      before: () => volume("data"),
      after: () => volume("data"),
      options: { keep: ["dota"] },
      says: 'keep: the earlier version has no "dota"; did you mean "data"?',
    },
  ];
  for (const { title, before, after, options, says } of rows) {
    it(`tells of ${title}`, async () => {
      expect(await failure(before, after, options)).to.contain(says);
    });
  }

  it("takes volumes that a service only fills with files from the program for no data", async () => {
    const site = (image: string) => () => new StaticSite("web", { image });
    const { resources } = await run(site("web:1"));
    expect(resources.map(({ name }) => name)).to.include("web-files-2e70c8");
    await assertNoReplacement(site("web:1"), () => undefined);
  });

  it("takes stacks that ran and recordings, and runs the program as the recorded stack", async () => {
    const before = await run(changed[0]);
    const recorded = JSON.parse(JSON.stringify(recordStack(before))) as ReturnType<typeof recordStack>;
    await assertNoReplacement(before, recorded);
    await assertNoReplacement(recorded, changed[0]);
    const outcome = await assertNoReplacement(recorded, changed[1]).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(Error).with.property("name", "AssertionError");
  });
});
