import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
/** Made by another stack. */
const shared = docker.getNetworkOutput({ name: config.get("network") ?? "shop" });
const image = new docker.RemoteImage("redis", { name: "redis:8.2.1-bookworm", keepLocally: true });
const data = new docker.Volume("data", {}, { protect: true });

const cache = new docker.Container("cache", {
  image: image.imageId,
  command: ["redis-server", "--maxmemory", "192mb", "--maxmemory-policy", "allkeys-lru"],
  user: "999:999",
  memory: 256,
  memorySwap: 256,
  cpus: "0.5",
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges"],
  restart: "unless-stopped",
  init: true,
  stopTimeout: 15,
  destroyGraceSeconds: 15,
  healthcheck: { tests: ["CMD", "redis-cli", "ping"], interval: "10s", timeout: "3s", retries: 3 },
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  networksAdvanced: [{ name: shared.id }],
  volumes: [{ volumeName: data.name, containerPath: "/data" }],
});
export const address = pulumi.interpolate`${cache.name}:6379`;
