import * as docker from "@pulumi/docker";
import { expect } from "chai";
import { ServiceNetwork } from "plimsoll";
import { run } from "../support/stacks";

describe("ServiceNetwork", () => {
  it("is a bridge whose subnet the engine picks, unless told otherwise", async () => {
    const stack = await run(() => new ServiceNetwork("shop"));
    expect(stack.resource(docker.Network, "shop").inputs).to.deep.equal({
      name: "shop-test-shop",
      driver: "bridge",
      internal: false,
      options: {
        "com.docker.network.bridge.enable_icc": "true",
        "com.docker.network.bridge.enable_ip_masquerade": "true",
        "com.docker.network.driver.mtu": "1500",
      },
      labels: [{ label: "plimsoll.stack", value: "shop/test" }],
    });
  });

  it("is what its arguments say", async () => {
    const args = { subnet: "172.20.0.0/16", mtu: 1450, internal: true, masquerade: false, interContainer: false };
    const stack = await run(() => new ServiceNetwork("shop", args));
    stack.hasProperties(docker.Network, {
      internal: true,
      ipamConfigs: [{ subnet: "172.20.0.0/16" }],
      options: {
        "com.docker.network.bridge.enable_icc": "false",
        "com.docker.network.bridge.enable_ip_masquerade": "false",
        "com.docker.network.driver.mtu": "1450",
      },
    });
  });

  it("is removed before its successor is made: both would have the same subnet", async () => {
    const stack = await run(() => new ServiceNetwork("shop"));
    expect(stack.resource(docker.Network, "shop").options.deleteBeforeReplace).to.equal(true);
  });

  it("tells its name on the engine", async () => {
    const { outputs } = await run(() => ({ name: new ServiceNetwork("shop").networkName }));
    expect(outputs).to.deep.equal({ name: "shop-test-shop" });
  });
});
