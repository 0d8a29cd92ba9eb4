import type { ServiceFacts } from "../plan/service-facts";
import { valueOf } from "../tuning/setting";
import type { CheckedNodeService } from "../validation/node-service";
import { databaseUse } from "./database-use";
import { serviceFacts, type Standing } from "./service";

/** Node with its thread pool and V8's helpers starts about 12, each worker as many; a health check is one more. */
const processesOfNode = 32;

/** In development a second Node waits for edits, and compilers run beside them. */
export const liveProcesses = 3 * processesOfNode;

export function nodeServiceFacts(standing: Standing, checked: CheckedNodeService): ServiceFacts {
  return serviceFacts(standing, checked, {
    processes:
      (checked.live === undefined ? processesOfNode : liveProcesses) +
      processesOfNode * Number(valueOf(checked.settings, "WEB_CONCURRENCY") ?? 0),
    longestRequestMs: checked.longestRequestMs,
    ...databaseUse(checked.database),
  });
}
