// #region shown
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { OptimizedNodeService } from "plimsoll";

describe("the shop's stack", () => {
  const registered: pulumi.runtime.MockResourceArgs[] = [];
  const containers = () => registered.filter(({ type }) => type === "docker:index/container:Container");
  const services = () => containers().filter(({ inputs }) => inputs["wait"] === true); // waited for until healthy; helpers are not
  const inputs = (name: string) => containers().find((container) => container.name === `${name}-container`)?.inputs;

  before(async () => {
    const newResource = (resource: pulumi.runtime.MockResourceArgs) => {
      registered.push(resource);
      // What the provider would have computed: names and the ids of images.
      return {
        id: `${resource.name}-id`,
        state: { name: resource.name, imageId: `sha256:${resource.name}`, ...resource.inputs },
      };
    };
    // #region short
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shop", "test");
    // #endregion
    pulumi.runtime.setAllConfig({ "shop:postgresPassword": "secret-1", "shop:ordersPassword": "secret-2" });
    // #region short
    await import("./stack.js");
    await pulumi.runtime.disconnect(); // waits for every registration: without it the list is still empty
    // #endregion
  });

  it("gives every service a memory limit", () => {
    expect(services()).to.have.length(3);
    // #region short
    for (const { name, inputs } of services()) expect(inputs["memory"], name).to.be.greaterThan(0);
    // #endregion
  });

  it("publishes the edge, on this host alone, and nothing else", () => {
    expect(inputs("edge")?.["ports"]).to.deep.equal([
      { internal: 8080, external: 8080, ip: "127.0.0.1", protocol: "tcp" },
    ]);
    expect(inputs("db")?.["ports"]).to.deep.equal([]);
    expect(inputs("orders")?.["ports"]).to.deep.equal([]);
  });

  it("keeps passwords out of every environment", () => {
    for (const { name, inputs } of containers())
      expect(JSON.stringify(inputs["envs"] ?? []), name).not.to.contain("secret-");
  });

  it("is refused with every fault at once when its limits make no sense", () => {
    const wrong = () =>
      new OptimizedNodeService("small", { image: "shop/orders:1.4.2", port: 3001, memory: "64MiB", cpus: 0 });
    expect(wrong).to.throw('"small": 2 faults').with.property("message").that.contains("memory").and.contains("cpus");
  });
});
// #endregion
