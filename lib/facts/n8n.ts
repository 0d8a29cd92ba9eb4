import type { ServiceFacts } from "../plan/service-facts";
import { n8nShutdownSeconds } from "../tuning/n8n";
import { valueOf } from "../tuning/setting";
import type { CheckedN8n } from "../validation/n8n";
import { databaseUse } from "./database-use";
import { serviceFacts, type Standing } from "./service";

/** Main process and runner with their threads, a health check and a child or two of nodes. */
const processes = 64;

export function n8nFacts(standing: Standing, checked: CheckedN8n): ServiceFacts {
  const number = (setting: string): number | undefined => {
    const value = valueOf(checked.settings, setting);
    return value === undefined ? undefined : Number(value);
  };
  return serviceFacts(standing, checked, {
    processes,
    drainMs: (number("N8N_GRACEFUL_SHUTDOWN_TIMEOUT") ?? n8nShutdownSeconds) * 1000,
    maxBodyMiB: checked.maxBodyMiB,
    trustedProxies: number("N8N_PROXY_HOPS") ?? (checked.publicUrl === undefined ? 0 : 1),
    aloneOnDatabase: true,
    ...databaseUse(checked.database, number("DB_POSTGRESDB_POOL_SIZE")),
  });
}
