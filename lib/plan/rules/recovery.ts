import { formatDuration } from "../../units/duration";
import type { Rule } from "./rule";

/** A server that is called unhealthy while it recovers fails the deployment that was to bring it back. */
export const recovery: Rule = {
  name: "recovery",
  says: "the health check waits as long as a recovery after a crash can take",
  check: ({ patienceMs, recoveryMs }) => {
    if (patienceMs >= recoveryMs) return [];
    return [
      {
        path: "health.startPeriod",
        problem: `the health check gives up after ${formatDuration(patienceMs)}, a recovery can take ${formatDuration(recoveryMs)}`,
        remedy: `raise startPeriod by ${formatDuration(recoveryMs - patienceMs)}, or lower what has to be recovered (max_wal_size)`,
      },
    ];
  },
};
