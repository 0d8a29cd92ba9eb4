import { expect } from "chai";
import { components } from "../support/components";
import { run } from "../support/stacks";

// Names and types of what a component registers are a promise: one that changes replaces the resource of everybody who
// upgrades, and a container is down meanwhile. Each row: the type, Pulumi's name, the name on the engine.
const container = "docker:index/container:Container";
const volume = "docker:index/volume:Volume";
const image = "docker:index/remoteImage:RemoteImage";

const children: Record<string, [type: string, name: string, onEngine: string][]> = {
  ServiceNetwork: [["docker:index/network:Network", "shop-network", "shop-test-shop"]],
  TunedPostgres: [
    [container, "db-clients-container", "shop-test-db-clients"],
    [container, "db-clients-files", "shop-test-db-clients-files"],
    [container, "db-container", "shop-test-db"],
    [container, "db-files", "shop-test-db-files"],
    [image, "db-image", "postgres:18.6-trixie"],
    [volume, "db-clients-files-a42329", "shop-test-db-clients-files-a42329"],
    [volume, "db-clients-files-feb0c0", "shop-test-db-clients-files-feb0c0"],
    [volume, "db-data", "shop-test-db-data"],
    [volume, "db-files-feb0c0", "shop-test-db-files-feb0c0"],
    ["docker:index/network:Network", "db-network", "shop-test-db"],
    ["plimsoll:index:ServiceNetwork", "db", "undefined"],
  ],
  N8nEngine: [
    [container, "automation-container", "shop-test-automation"],
    [container, "automation-files", "shop-test-automation-files"],
    [container, "automation-workflows-container", "shop-test-automation-workflows"],
    [container, "automation-workflows-files", "shop-test-automation-workflows-files"],
    [image, "automation-image", "n8nio/n8n:2.41.1"],
    [volume, "automation-data", "shop-test-automation-data"],
    [volume, "automation-files-feb0c0", "shop-test-automation-files-feb0c0"],
    [volume, "automation-workflows-files-a42329", "shop-test-automation-workflows-files-a42329"],
    [volume, "automation-workflows-files-a64dd1", "shop-test-automation-workflows-files-a64dd1"],
    [volume, "automation-workflows-files-feb0c0", "shop-test-automation-workflows-files-feb0c0"],
  ],
  OptimizedNodeService: [
    [container, "api-container", "shop-test-api"],
    [container, "api-files", "shop-test-api-files"],
    [image, "api-image", "shop-test-api:HASH"],
    [volume, "api-files-feb0c0", "shop-test-api-files-feb0c0"],
  ],
  OptimizedPythonService: [
    [container, "api-container", "shop-test-api"],
    [container, "api-files", "shop-test-api-files"],
    [image, "api-image", "shop-test-api:HASH"],
    [volume, "api-files-feb0c0", "shop-test-api-files-feb0c0"],
  ],
  StaticSite: [
    [container, "web-container", "shop-test-web"],
    [container, "web-files", "shop-test-web-files"],
    [image, "web-image", "shop-test-web:HASH"],
    [volume, "web-files-2e70c8", "shop-test-web-files-2e70c8"],
    ["docker:index/network:Network", "web-network", "shop-test-web"],
    ["plimsoll:index:ServiceNetwork", "web", "undefined"],
  ],
  RegistryCache: [
    [container, "mirror-container", "shop-test-mirror"],
    [container, "mirror-files", "shop-test-mirror-files"],
    [image, "mirror-image", "registry:3.1.2"],
    [volume, "mirror-data", "shop-test-mirror-data"],
    [volume, "mirror-files-feb0c0", "shop-test-mirror-files-feb0c0"],
    ["docker:index/network:Network", "mirror-network", "shop-test-mirror"],
    ["plimsoll:index:ServiceNetwork", "mirror", "undefined"],
  ],
  CachingNginx: [
    [container, "edge-container", "shop-test-edge"],
    [container, "edge-files", "shop-test-edge-files"],
    [image, "edge-image", "nginx:1.30.6-alpine"],
    [volume, "edge-files-2e70c8", "shop-test-edge-files-2e70c8"],
  ],
};

describe("names and types", () => {
  for (const [component, build] of Object.entries(components)) {
    it(`of what ${component} registers stay as they are`, async () => {
      const { resources } = await run<unknown>(build);
      const token = `plimsoll:index:${component}`;
      const found = resources
        .filter(({ urn }) => urn.split("::")[2]?.startsWith(`${token}$`))
        .map(({ type, name, inputs }) =>
          [type, name, String(inputs["name"]).replace(/:[0-9a-f]{12}$/, ":HASH")].join(" "),
        );
      expect(found.toSorted()).to.deep.equal(children[component]?.map((row) => row.join(" ")).toSorted());
    });
  }

  it("on the engine begin with project and stack, so that two stacks on one host never meet", async () => {
    const { resources } = await run(components.TunedPostgres, { project: "blue", stack: "prod" });
    const named = resources.filter(({ type }) => [container, volume, "docker:index/network:Network"].includes(type));
    expect(named.filter(({ inputs }) => !String(inputs["name"]).startsWith("blue-prod-"))).to.deep.equal([]);
  });
});
