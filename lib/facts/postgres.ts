import type { ServiceFacts } from "../plan/service-facts";
import { valueOf } from "../tuning/setting";
import type { CheckedPostgres } from "../validation/postgres";
import { serviceFacts, type Standing } from "./service";

/** The postmaster's own: checkpointer, writers, launchers, archiver, logger, I/O workers, and a health check beside them. */
const backgroundProcesses = 16;

export function postgresFacts(standing: Standing, checked: CheckedPostgres): ServiceFacts {
  const number = (setting: string, fallback: number): number => {
    const value = Number(valueOf(checked.settings, setting));
    return Number.isFinite(value) ? value : fallback;
  };
  return serviceFacts(standing, checked, {
    memory: [],
    processes: number("max_connections", 100) + number("max_worker_processes", 8) + backgroundProcesses,
    drainMs: 0,
    clients: checked.clients.map(({ name, pool }) => ({ name, pool })),
  });
}
