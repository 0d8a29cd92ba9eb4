// #region shown
import * as docker from "@pulumi/docker";
import { expect, use } from "chai";
import { TestStack } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";

use(plimsollChai);

describe("the shop", () => {
  it("is fit for production", async () => {
    const secrets = { postgresPassword: "a-Secret-1", ordersPassword: "a-Secret-2" };
    // #region short
    const stack = await TestStack.run(() => import("../index"), { secrets });
    expect(stack).to.be.hardened();
    expect(stack).to.fitOn("2cpu,2GiB");
    expect(stack).to.have.resource(docker.Container, "api", { memory: 256 });
    // #endregion
  });
});
// #endregion
