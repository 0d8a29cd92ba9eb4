import type { ServiceFacts } from "../plan/service-facts";
import { recoverySeconds, sizeMiB } from "../tuning/postgres";
import { valueOf } from "../tuning/setting";
import type { CheckedPostgres } from "../validation/postgres";
import { serviceFacts, type Standing } from "./service";

/** The postmaster's own: checkpointer, writers, launchers, archiver, logger, I/O workers, and a health check beside them. */
const backgroundProcesses = 16;

export function postgresFacts(standing: Standing, checked: CheckedPostgres): ServiceFacts {
  const { settings, clients, limits } = checked;
  const count = (name: string): number => Number(valueOf(settings, name));
  const walMiB = walOf(checked);
  return serviceFacts(standing, checked, {
    disk: [
      limits.volumeMiB === undefined
        ? { what: "write-ahead log", mib: walMiB }
        : { what: "data volume", mib: limits.volumeMiB },
    ],
    processes: count("max_connections") + count("max_worker_processes") + backgroundProcesses,
    recoveryMs: recoverySeconds(walMiB) * 1000,
    clients: clients.map(({ name, pool, statementTimeoutMs }) => ({ name, pool, statementTimeoutMs })),
  });
}

/** The most that is replayed after a crash, a user's own value included. */
function walOf({ settings }: CheckedPostgres): number {
  const { value = 0, unit = "", overridden } = settings.find(({ name }) => name === "max_wal_size") ?? {};
  return sizeMiB(overridden ? value : `${value}${unit}`, 1024) ?? 0;
}
