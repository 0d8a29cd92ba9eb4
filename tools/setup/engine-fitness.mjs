// Is this engine good enough? Pure, so that every refusal can be tested.

import { Advice } from "../console.mjs";
import { atLeast } from "./versions.mjs";

/** The oldest API that everything here was run on: Docker Engine 20.10. */
export const neededApi = "1.41";

/** What the images, their builds and a first database need. */
export const neededBytes = 5 * 1024 ** 3;

const gib = (bytes) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** Refuses an engine that is too old. `version` is its answer to GET /version. */
export function checkVersion(version, host) {
  if (atLeast(version.ApiVersion, neededApi)) return;
  throw new Advice(
    `the Docker Engine at ${host} is too old: version ${version.Version} (API ${version.ApiVersion}), needed is 20.10 (API ${neededApi}) or newer`,
    "update Docker (https://docs.docker.com/engine/install), or point DOCKER_HOST at a newer engine",
  );
}

/** Refuses containers that this stack's images can't run in. `info` is the engine's answer to GET /info. */
export function checkKind(info, host) {
  if (info.OSType === undefined || info.OSType === "linux") return;
  throw new Advice(
    `the Docker Engine at ${host} runs ${info.OSType} containers, and Linux containers are needed`,
    "switch it to Linux containers",
  );
}

/** Refuses a disk that is nearly full. */
export function checkSpace(free, folder) {
  if (free === undefined || free >= neededBytes) return;
  throw new Advice(
    `the disk is nearly full: ${gib(free)} free at ${folder}, at least ${gib(neededBytes)} are needed for images and data`,
    "make room (`docker system df` shows what Docker holds, `docker system prune` removes what nothing uses), and start again",
  );
}
