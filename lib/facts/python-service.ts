import type { ServiceFacts } from "../plan/service-facts";
import type { CheckedPythonService } from "../validation/python-service";
import { databaseUse } from "./database-use";
import { serviceFacts, type Standing } from "./service";

/** A worker with its threads, gunicorn's 16 at most, and those of a database's driver; the process that starts them is one more, a health check too. */
const processesOfWorker = 32;

export function pythonServiceFacts(standing: Standing, checked: CheckedPythonService): ServiceFacts {
  return serviceFacts(standing, checked, {
    // In development a second Python waits for edits.
    processes: processesOfWorker * (1 + checked.workers + (checked.live === undefined ? 0 : 1)),
    longestRequestMs: checked.longestRequestMs,
    ...databaseUse(checked.database),
  });
}
