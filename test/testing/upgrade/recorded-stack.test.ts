import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { compareStacks, recordStack, TestStack, type RecordedStack } from "plimsoll/testing";
import { components, secretValues } from "../../support/components";
import { container, run, volume } from "./programs";

const asFile = (recorded: RecordedStack): RecordedStack => JSON.parse(JSON.stringify(recorded)) as RecordedStack;

describe("recordStack", () => {
  for (const [name, build] of Object.entries(components)) {
    it(`keeps ${name} as a file without secrets and without folders of this machine, and finds it unchanged`, async () => {
      const recorded = asFile(recordStack(await run(build)));
      const text = JSON.stringify(recorded);
      for (const secret of secretValues) expect(text).not.to.contain(secret);
      expect(text).not.to.contain(process.cwd());
      expect(compareStacks(recorded, await run(build))).to.deep.equal([]);
    });
  }

  it("hides a secret where the program forgot to mark it", async () => {
    const stack = await TestStack.run(() => container({ envs: [`A=${new pulumi.Config().require("key")}`] }), {
      secrets: { key: "key-c0de" },
    });
    expect(JSON.stringify(recordStack(stack))).not.to.contain("key-c0de");
  });

  it("seals a secret alike for one recording and its successors, otherwise for any other", async () => {
    const sealOf = ({ resources }: RecordedStack): unknown => resources[0]?.inputs["envs"];
    const stack = await run(() => container({ envs: pulumi.secret(["A=1"]) }));
    const first = recordStack(stack);
    expect(sealOf(first))
      .to.have.property("[secret]")
      .that.matches(/^[0-9a-f]{12}$/);
    expect(sealOf(recordStack(stack, { since: first }))).to.deep.equal(sealOf(first));
    expect(sealOf(recordStack(stack))).not.to.deep.equal(sealOf(first));
  });

  it("keeps what decides the fate of a resource, and no more", async () => {
    const { resources } = recordStack(
      await run(() =>
        volume("data", { name: "x" }, { protect: true, ignoreChanges: ["labels"], aliases: [{ name: "old" }] }),
      ),
    );
    expect(resources).to.deep.equal([
      {
        urn: "urn:pulumi:test::shop::docker:index/volume:Volume::data",
        type: "docker:index/volume:Volume",
        name: "data",
        custom: true,
        id: "data-id",
        inputs: { name: "x" },
        options: { protect: true, ignoreChanges: ["labels"], aliases: [{ name: "old" }] },
      },
    ]);
  });
});
