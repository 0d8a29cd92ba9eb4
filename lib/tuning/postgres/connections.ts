import type { Setting } from "../setting";
import type { PostgresLimits } from "./limits";

/** Connections kept free beside the clients' pools: 3 superuser, 2 exporter, 2 backup, 3 migrations and people. */
export const reservedConnections = 10;

/** Sessions of a client's predecessor that may still be there when the client restarts after a crash. */
export const restartMargin = 2;

/** Beyond it a pooler serves more clients with less memory: sessions wait in it instead of holding a process each. */
export const poolerAdvised = 500;

/** Clients that nobody declared, an administrator's tools for one, find room too. */
const leastConnections = 20;

export const maxConnections = ({ clientConnections }: Pick<PostgresLimits, "clientConnections">): number =>
  Math.max(leastConnections, clientConnections + reservedConnections);

// No reserved_connections (16 and later): each client's role has a limit of its own, so the reserve can't be taken.
export const connectionSettings: Setting<PostgresLimits>[] = [
  {
    name: "max_connections",
    from: ["clientConnections"],
    value: maxConnections,
    reason: `the declared clients' pools and ${reservedConnections} in reserve for superuser, exporter, backup and migrations, at least ${leastConnections}`,
    source: "sum of clients.*.pool",
  },
  {
    name: "superuser_reserved_connections",
    from: [],
    value: () => 3,
    reason: "an administrator still gets in when all clients are connected",
    source: "PostgreSQL manual, Connections",
  },
];
