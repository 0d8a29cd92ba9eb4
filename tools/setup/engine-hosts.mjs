// Where a Docker Engine may be listening, in the order in which Docker's own client looks.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The hosts to try: [{ host, because }]. One that was chosen by the user is the only one. */
export function engineHosts({ env = process.env, home = homedir(), uid = process.getuid?.() } = {}) {
  if (env.DOCKER_HOST) return [{ host: env.DOCKER_HOST, because: "DOCKER_HOST", chosen: true }];
  const folder = env.DOCKER_CONFIG ?? join(home, ".docker");
  const context = env.DOCKER_CONTEXT ?? readJson(join(folder, "config.json"))?.currentContext;
  if (context && context !== "default") {
    const host = contextHost(folder, context);
    if (host) return [{ host, because: `Docker context "${context}"`, chosen: true }];
  }
  const runtime = env.XDG_RUNTIME_DIR ?? (uid === undefined ? undefined : `/run/user/${uid}`);
  return [
    { host: "unix:///var/run/docker.sock", because: "the system's socket" },
    ...(runtime ? [{ host: `unix://${join(runtime, "docker.sock")}`, because: "your rootless engine's socket" }] : []),
    { host: `unix://${join(home, ".docker", "run", "docker.sock")}`, because: "Docker Desktop's socket" },
  ];
}

/** The client keeps a context under the hash of its name. */
function contextHost(folder, context) {
  const id = createHash("sha256").update(context).digest("hex");
  return readJson(join(folder, "contexts", "meta", id, "meta.json"))?.Endpoints?.docker?.Host;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
