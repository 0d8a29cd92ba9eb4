import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { pinnedImages } from "../../../lib/images/pinned";
import { RealStack } from "../../../lib/testing/real/real-stack";

// A test's process that brings a stack up and never destroys it. Run with: what becomes of it, and a name nobody else has.
const [, , fate = "", unique = ""] = process.argv;

const neverHealthy = {
  healthcheck: { tests: ["CMD", "false"], interval: "1s", timeout: "1s", startPeriod: "0s", retries: 200 },
  wait: true,
  waitTimeout: 120,
};

const program = (): void => {
  const network = new docker.Network(`${unique}-network`, {}, { protect: true });
  const name = `${pulumi.getProject()}-${pulumi.getStack()}-kept`;
  const volume = new docker.Volume("kept", { name }, { retainOnDelete: true });
  new docker.Container(unique, {
    image: pinnedImages.nginx,
    networksAdvanced: [{ name: network.name }],
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
    ...(fate === "never-healthy" ? neverHealthy : {}),
  });
};

void RealStack.up(program, { project: unique }).then(() => {
  if (fate === "exits") process.exit(0);
  if (fate !== "forgets") setInterval(() => undefined, 60_000);
});
