import { expect } from "chai";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { pinnedImages } from "../../lib/images/pinned";
import { describeOnEngine } from "../support/engine";
import { ProgramStack } from "../support/engine-program";
import { quietPorts } from "../support/engine-specs";

const root = resolve(__dirname, "..", "..");
const stack = new ProgramStack("policies");
const [dbPort = 0, edgePort = 0] = quietPorts(2);

/** A bare container with what people write in a hurry. */
const careless = `
const docker = require("@pulumi/docker");
const volume = new docker.Volume("data");
new docker.Container("careless", {
  name: "careless",
  image: "nginx:latest",
  user: "root",
  envs: ["DB_PASSWORD=tr0ub4dor", pulumi.interpolate\`DATA=\${volume.mountpoint}\`],
  ports: [{ internal: 80, external: 8080 }],
  volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }],
});`;

/** What is read of it, policy by policy. */
const violations: Record<string, string> = {
  "numeric-user": `user: "root" is root; write the number of a user that is not root, such as user: "1000:1000"`,
  "no-host-folders": `volumes[0].hostPath: "/var/run/docker.sock" is mounted: whoever reaches the engine's socket is root on the host; leave it out`,
  "memory-limit": "memory: not limited: one leak takes the memory of the whole host; write memory: 512",
  "pinned-image": `image: "nginx:latest" changes over time; write a full version as tag`,
  "no-shown-secrets": "envs[0]: DB_PASSWORD is a secret by its name, in plain text; mount a file under /run/secrets",
  "published-ports": "ports[0]: port 8080 is published on 0.0.0.0, every address of the host",
};

/** Services, a task, containers that only carry files, secrets, and ports for the host itself. */
const clean = `
const network = new plimsoll.ServiceNetwork("net");
const password = pulumi.secret("tr0ub4dor");
const db = new plimsoll.TunedPostgres("db", { network, password, clients: { app: { password } }, publish: ${dbPort} });
const api = new plimsoll.OptimizedNodeService("api", {
  network,
  image: "${pinnedImages.node}",
  port: 3000,
  database: db.client("app"),
  secrets: { API_KEY: password },
});
new plimsoll.CachingNginx("edge", { network, routes: [api.route("/")], publish: ${edgePort} });`;

/** The pack in a folder of its own with its packages beside it, as a user's would be. */
function installPack(): string {
  const pack = join(stack.folder, "policy-pack");
  cpSync(join(root, "examples", "policy-pack"), pack, { recursive: true });
  mkdirSync(join(pack, "node_modules"), { recursive: true });
  symlinkSync(root, join(pack, "node_modules", "plimsoll"));
  symlinkSync(join(root, "node_modules", "@pulumi"), join(pack, "node_modules", "@pulumi"));
  return pack;
}

describeOnEngine("the policy pack, with the CLI", () => {
  let pack: string;
  const preview = (program: string, ...more: string[]) => {
    stack.write(program);
    return stack.pulumi(["preview", "--policy-pack", pack, ...more]).end;
  };

  before(async () => {
    await stack.create();
    pack = installPack();
  });
  after(() => stack.remove());

  it("ends the preview of a careless program, and says what to write", async () => {
    const { code, text } = await preview(careless);
    expect(code, text).not.to.equal(0);
    for (const [policy, line] of Object.entries(violations)) {
      expect(text).to.match(new RegExp(`\\[mandatory\\]\\s+${policy}\\s+\\(docker:index:Container: careless\\)`));
      expect(text).to.contain(line);
    }
    expect(text, "what the pack has at a level of its own").to.match(/\[advisory\]\s+stop-grace\s/);
    expect(text).not.to.contain("tr0ub4dor");
    expect(text).not.to.contain("can't run policy");
  });

  it("looks at all containers together, and knows the ports that are allowed", async () => {
    const twice = (name: string) =>
      `new docker.Container("${name}", { name: "same", image: "nginx", ports: [{ internal: 80, external: 80 }] });`;
    const { code, text } = await preview(`const docker = require("@pulumi/docker");\n${twice("one")}\n${twice("two")}`);
    expect(code, text).not.to.equal(0);
    expect(text).not.to.contain("published-ports");
    expect(text).to.match(/\[mandatory\]\s+containers-agree\s+\(docker:index:Container: two\)/);
    expect(text).to.contain('name: "same" is the name of one already');
    expect(text).to.contain("port 80 of the host is published by one already");
  });

  it("lets this library's own components pass", async () => {
    const { code, text } = await preview(clean);
    expect(code, text).to.equal(0);
    expect(text).to.contain("production@v1.0.0");
    expect(text).not.to.match(/\[(mandatory|advisory)\]/);
  });
});
