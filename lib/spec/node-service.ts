import { nodeEnvironment, nodeOptions } from "../tuning/node";
import type { Live } from "../validation/development";
import type { CheckedNodeService } from "../validation/node-service";
import { temporaryFolder } from "./defaults";
import { programSecrets } from "./program-secrets";
import type { ServiceSpec } from "./service-spec";

export function nodeServiceSpec(name: string, checked: CheckedNodeService): ServiceSpec {
  const told = programSecrets(checked);
  const { live } = checked;
  return {
    name,
    component: "OptimizedNodeService",
    image: checked.image,
    ...(live?.command === undefined ? {} : { command: live.command }),
    environment: {
      // The thread pool is only proposed; every other variable below is refused among the user's.
      ...live?.environment,
      ...nodeEnvironment(checked.settings),
      ...checked.environment,
      ...modeEnvironment(live),
      NODE_OPTIONS: nodeOptions(checked.settings),
      PORT: String(checked.port),
      ...told.environment,
    },
    files: told.files,
    limits: checked.service.limits,
    user: checked.user,
    // Node as the first process neither reaps children nor ends on SIGTERM by itself.
    init: true,
    scratch: [temporaryFolder(32)],
    volumes: [],
    source: live?.source,
    health: { ...checked.service.health, command: nodeProbe(checked.port, checked.healthPath) },
    stop: { signal: "SIGTERM", graceMs: checked.service.graceMs },
    ports: checked.service.ports,
  };
}

/** Tools keep settings in the home folder, which is read-only as all else. */
export const modeEnvironment = (live: Live | undefined): Record<string, string> =>
  live === undefined ? { NODE_ENV: "production" } : { NODE_ENV: "development", HOME: "/tmp" };

/**
 * Node itself is all that every Node image has: slim has neither curl nor wget. `http.get` takes 30 ms of CPU, `fetch`
 * four times as much and 84 MB. The heap flag keeps the probe's own process small inside the container's limit.
 */
export function nodeProbe(port: number, path: string): string[] {
  const options = JSON.stringify({ host: "127.0.0.1", port, path, timeout: 2500 });
  const script = `require("node:http").get(${options},(r)=>process.exit(r.statusCode===200?0:1)).on("timeout",()=>process.exit(1)).on("error",()=>process.exit(1))`;
  return ["node", "--max-old-space-size=32", "--max-semi-space-size=1", "-e", script];
}
