import { expect } from "chai";
import { publishedBeyondHost } from "../../lib/container-rules";
import { containersOf } from "../../lib/testing/assertions/containers";
import { assertAgrees, assertHardened, assertNoSecretsInEnvironment, type TestStack } from "plimsoll/testing";
import { components } from "../support/components";
import { run } from "../support/stacks";

for (const [component, build] of Object.entries(components)) {
  if (component === "ServiceNetwork") continue;
  describe(`the containers of ${component}`, () => {
    let stack: TestStack;
    before(async () => {
      stack = await run<unknown>(build);
      expect(containersOf(stack)).not.to.deep.equal([]);
    });

    it("keep every rule", () => assertHardened(stack));

    it("show no secret, and have some", () => {
      assertNoSecretsInEnvironment(stack);
      expect(containersOf(stack).filter(({ secrets }) => secrets.length > 0)).not.to.deep.equal([]);
    });

    it("publish to the host alone", () => {
      expect(containersOf(stack).flatMap((view) => publishedBeyondHost(view, []))).to.deep.equal([]);
    });

    it("agree with each other", () => assertAgrees(stack));
  });
}
