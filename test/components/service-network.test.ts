import { expect } from "chai";
import { ServiceNetwork } from "plimsoll";
import { record, valueOf } from "../support/mocks";

describe("ServiceNetwork", () => {
  it("is a bridge whose subnet the engine picks, unless told otherwise", async () => {
    const recording = await record(() => new ServiceNetwork("shop"));
    expect(recording.named("shop-network").inputs).to.deep.equal({
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
    const recording = await record(() => new ServiceNetwork("shop", args));
    expect(recording.named("shop-network").inputs).to.deep.include({
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
    const recording = await record(() => new ServiceNetwork("shop"));
    expect(recording.named("shop-network").options.deleteBeforeReplace).to.equal(true);
  });

  it("tells its name on the engine", async () => {
    let network: ServiceNetwork | undefined;
    await record(() => {
      network = new ServiceNetwork("shop");
    });
    expect(network && (await valueOf(network.networkName))).to.equal("shop-test-shop");
  });
});
